/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import org.kharness.variant.Variant;

/**
 * A kernel of the configuration, made in one way.
 *
 * @param kernel under the name that its history has
 * @param variant how it is made
 */
record Subject(NightlyConfig.Kernel kernel, Variant variant) {
    /** All of a configuration, in its order. */
    static List<Subject> all(NightlyJob.Request request, NightlyConfig config) {
        List<Subject> all = new ArrayList<>();
        for (NightlyConfig.Kernel kernel : config.kernels()) {
            for (Variant variant : request.run().variants()) {
                all.add(new Subject(kernel.in(variant.name()), variant));
            }
        }
        return all;
    }

    /**
     * One by the name that its history has.
     *
     * @throws InputException if there is none
     */
    static Subject named(String name, NightlyJob.Request request, NightlyConfig config) {
        return all(request, config).stream()
                .filter(s -> s.kernel().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(request.file() + ": no kernel is named " + name));
    }

    /** What is run of it: everything in a plan. */
    RunRequest asked(String source, String plan, NightlyJob.Request request, Path folder) {
        RunRequest common = request.run();
        return RunRequest.usual(source, kernel.series(), request.plan().apply(plan), common.top(), folder)
                .in(common.manner())
                .applying(kernel.wishes())
                .made(List.of(variant));
    }
}
