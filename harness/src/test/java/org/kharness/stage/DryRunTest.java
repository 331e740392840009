/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.host.Accelerator;

class DryRunTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path dir;

    private RunRequest request() {
        return request("smoke");
    }

    private RunRequest request(String name) {
        Path plan = TOP.resolve("test-plans").resolve(name + ".yaml");
        return RunRequest.usual("debian:6.1", "some.mbox", plan, TOP, dir.resolve("reports"));
    }

    private static String told(RunRequest request) {
        Accelerator tcg = new Accelerator(Accelerator.Kind.TCG, "as asked for");
        return String.join(
                "\n", DryRun.of(request, tcg, List.of("something more")).lines());
    }

    @Test
    void namesEveryStageAndDoesNothing() {
        assertThat(told(request().choosing("superblock,device-dax", null, 1)))
                .contains("source     debian:6.1\nseries     some.mbox\nbuild      plain, by the container\n")
                .contains("scenarios  2 of smoke: superblock device-dax\nthen       something more\n")
                .contains("-accel tcg", "-m 512M,slots=2,maxmem=4G");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void theMachineIsTheOneThatIsWishedFor() {
        MachineWishes wishes =
                new MachineWishes(List.of("slub_debug=FZ", "a'b"), List.of("-device", "virtio-net-pci"), 6144, 4, 0);
        assertThat(told(request().wishing(wishes)))
                .contains("-m 6144M,slots=2,maxmem=8G")
                .contains("-smp 4")
                .contains(" slub_debug=FZ a'\\''b'")
                .endsWith("-device virtio-net-pci");
    }

    @Test
    void severalTagsMeanAnyOfThem() {
        RunRequest plan = request("fsdax-rmap");
        int all = Chosen.by(plan).scenarios().size();
        List<String> tags = Chosen.by(plan).plan().scenarios().stream()
                .flatMap(s -> s.tags().stream())
                .distinct()
                .toList();
        assertThat(tags).isNotEmpty();
        int sum = 0;
        for (String tag : tags) {
            sum = Math.max(
                    sum, Chosen.by(plan.choosing(null, tag, 1)).scenarios().size());
        }
        assertThat(Chosen.by(plan.choosing(null, String.join(",", tags), 1)).scenarios())
                .hasSizeGreaterThanOrEqualTo(sum)
                .hasSizeLessThanOrEqualTo(all);
    }
}
