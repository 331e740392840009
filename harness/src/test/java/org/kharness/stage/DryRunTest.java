/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void aProgramReadsTheSameFromItsComponents() throws Exception {
        Accelerator tcg = new Accelerator(Accelerator.Kind.TCG, "as asked for");
        DryRun dryRun = DryRun.of(request().choosing("superblock", null, 1), tcg, List.of("something more"));
        JsonNode json = new ObjectMapper().valueToTree(dryRun);
        assertThat(json.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "source",
                        "series",
                        "seriesOptions",
                        "kernels",
                        "plan",
                        "topologies",
                        "freshBoot",
                        "scenarios",
                        "then",
                        "reports");
        assertThat(json.at("/scenarios").toString()).isEqualTo("[\"superblock\"]");
        assertThat(json.at("/kernels/0/variant").asText()).isEqualTo("plain");
        assertThat(json.at("/kernels/0/compiler").asText()).isEqualTo("gcc");
        assertThat(json.at("/kernels/0/qemu").toString())
                .startsWith("[\"qemu-system-x86_64\"")
                .contains("\"/KERNEL/bzImage\"");
        assertThat(told(request().booting(Path.of("bzImage"))))
                .contains("kernel     bzImage, as it is\nguest")
                .doesNotContain("source  ", "build  ");
    }

    @Test
    void aKernelThatIsBootedForACommandHasNoPlan() {
        Accelerator tcg = new Accelerator(Accelerator.Kind.TCG, "as asked for");
        DryRun boot = DryRun.booting(
                RunRequest.usual("debian:6.1", null, Path.of("none"), TOP, dir), tcg, List.of("boot, and uname -r"));
        assertThat(boot.lines().stream().map(l -> l.split(" ", 2)[0]))
                .containsExactly("source", "series", "build", "then", "qemu");
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
