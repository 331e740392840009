/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.kharness.build.KernelRecipe;
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
    /**
     * All of a configuration, in its order.
     *
     * @throws InputException if a variant or a fragment is not there
     */
    static List<Subject> all(NightlyJob.Request request, NightlyConfig config) {
        List<Subject> all = new ArrayList<>();
        for (NightlyConfig.Kernel kernel : config.kernels()) {
            try {
                KernelRecipe own = recipe(kernel);
                String word = kernel.variant();
                List<Variant> variants = word == null
                        ? request.run().variants()
                        : request.variants().apply(word);
                variants.forEach(v -> all.add(new Subject(kernel.in(v.name()), v.with(own))));
            } catch (InputException e) {
                throw new InputException(request.file() + ": kernel " + kernel.name() + ": " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static KernelRecipe recipe(NightlyConfig.Kernel kernel) {
        for (Path fragment : kernel.fragments()) {
            if (!Files.isReadable(fragment)) {
                throw new InputException("config " + fragment + ": no such readable file");
            }
        }
        return new KernelRecipe(kernel.fragments(), kernel.lines(), new TreeMap<>(), List.of());
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
