/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The user's own kernel configuration; not for nightly, whose --config is something else. */
final class ConfigArguments {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a fragment of configuration on top; may be given several times")
    private List<Path> files = new ArrayList<>();

    List<Path> files() {
        return files;
    }
}
