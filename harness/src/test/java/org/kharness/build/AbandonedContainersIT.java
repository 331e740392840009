/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.AtWork;
import org.kharness.cache.Cache;
import org.kharness.it.Engines;
import org.kharness.process.Command;
import org.kharness.process.Owner;

/** A container that was made and never started, as its harness was killed in between: no engine removes it by itself. */
class AbandonedContainersIT {
    @TempDir
    Path dir;

    @Test
    void whatNeverStartedIsRemovedByWhoComesNext() throws Exception {
        Engines.need();
        String image = "kharness-test-" + UUID.randomUUID().toString().substring(0, 8);
        Command.of("sh", "-c", "tar -c -T /dev/null | docker import - " + image).run();
        Owner self = Owner.self();
        Owner gone = new Owner(self.space(), self.pid(), self.start() + 1);
        List<String> made = List.of(made(image, gone), made(image, self));
        try {
            Cache cache = Cache.at(dir);
            AbandonedContainers.clear(cache);
            assertThat(left(image)).as("of no killed harness is known").containsExactlyInAnyOrderElementsOf(made);
            Path killed = Files.createFile(cache.folder("containers").resolve(gone.text()));
            AbandonedContainers.note(cache);
            AbandonedContainers.clear(cache);
            assertThat(left(image)).containsExactly(made.get(1));
            assertThat(killed).doesNotExist();
            assertThat(AtWork.gone(cache, "containers")).isEmpty();
            assertThat(cache.folder("containers")).isDirectoryContaining(f -> f.endsWith(self.text()));
        } finally {
            made.forEach(m -> Command.of("docker", "rm", "-f", m).run());
            Command.of("docker", "rmi", image).run();
        }
    }

    private static String made(String image, Owner owner) {
        return Command.of(
                        "docker",
                        "create",
                        "--label",
                        JobContainer.LABEL + "=" + JobContainer.KIND,
                        "--label",
                        JobContainer.OWNER + "=" + owner.text(),
                        image,
                        "true")
                .run()
                .output()
                .strip();
    }

    private static List<String> left(String image) {
        return Command.of("docker", "ps", "-a", "-q", "--no-trunc", "--filter", "ancestor=" + image)
                .run()
                .output()
                .lines()
                .toList();
    }
}
