/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.SurroundingsException;
import org.kharness.it.Engines;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** An image of Debian's packages, with what they depend on, from wherever this machine has them. */
class ImageMakerIT {
    @TempDir
    Path dir;

    @Test
    void anImageIsMadeOfPackagesAndWhatTheyDependOn() {
        Engines.need();
        DockerEngine engine = DockerEngine.connect();
        Cache cache = Cache.at(dir);
        Cleanup cleanup = new Cleanup();
        DebianPrograms programs = DebianPrograms.find(new JobContext(cache, Progress.NONE, cleanup));
        BuilderSuite suite = BuilderSuite.of(BuilderSuite.nameHere(), programs.sources());
        String repository = "kharness-test-" + UUID.randomUUID().toString().substring(0, 8);
        ImageMaker maker = new ImageMaker(engine, programs, cache, cleanup);
        maker.make(suite, List.of("coreutils", "dash", "sed"), repository, "it");
        try {
            List<String> lines = new ArrayList<>();
            // sed needs libc, libacl and libselinux, which nobody asked for; the container itself dash and coreutils
            new JobContainer(
                            new ContainerImage(repository + ":it"),
                            List.of("/bin/sed", "-n", "s/root:x:0:0.*/found/p", "/etc/passwd"),
                            cleanup,
                            lines::add)
                    .confined(64321, 1L << 28, List.of(), engine.labels())
                    .runToEnd(java.time.Duration.ofMinutes(1));
            assertThat(lines).contains("found");
        } finally {
            engine.client().removeImageCmd(repository + ":it").withForce(true).exec();
        }
        assertThatThrownBy(() -> maker.make(suite, List.of("no-such-package-anywhere"), repository, "none"))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("Unable to locate package no-such-package-anywhere");
    }
}
