/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/** Compiles small static C programs for the guest in a toolchain, with all warnings as errors. */
public final class AgentBuild {
    private final Toolchain toolchain;
    private final Cache cache;

    public AgentBuild(Toolchain toolchain, Cache cache) {
        this.toolchain = toolchain;
        this.cache = cache;
    }

    /**
     * Compiles all C files of a folder into one program.
     *
     * @throws SurroundingsException with the compiler's words if it does not compile
     */
    public void compile(Path sources, Path program) {
        Path work = cache.temporary("agent-");
        try {
            toolchain.open(work);
            Mount from = Mount.reading(sources.toAbsolutePath(), "/agent");
            Mount to = Mount.writing(work, "/out");
            List<String> command = new ArrayList<>(List.of("gcc", "-static", "-O2", "-Wall", "-Wextra", "-Werror"));
            command.addAll(List.of("-o", toolchain.where(to) + "/agent"));
            try (var files = Files.newDirectoryStream(sources, "*.c")) {
                for (Path file : files) {
                    command.add(toolchain.where(from) + "/" + file.getFileName());
                }
            }
            command.add("-lpthread");
            CommandResult result = toolchain.run(Job.of(command, from, to));
            if (!result.ok()) {
                throw new SurroundingsException("the guest agent does not compile: " + result.describe());
            }
            Files.copy(work.resolve("agent"), program, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(work);
        }
    }
}
