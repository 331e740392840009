/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;

/** What a kernel of a configuration has of its own, and what several have in common. */
class KernelKeysTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String TWO_KERNELS = """
            schema: 1
            plans: [smoke]
            kernels:
              - {name: a, source: debian:a}
              - {name: b, source: debian:b}
            """;

    @TempDir
    Path dir;

    @Test
    void aKernelHasPlansAVariantAndAConfigurationOfItsOwn() throws Exception {
        Files.writeString(dir.resolve("small.config"), "CONFIG_Y=n\n");
        PlannedNights nights = new PlannedNights(dir, (k, s) -> s.isEmpty() ? "" : "PASS", r -> {});
        Path config = nights.config("nightly.yaml", """
                schema: 1
                plans: [smoke]
                kernels:
                  - {name: a, source: debian:a}
                  - {name: b, source: debian:b, plans: [x, y], variant: "plain,kasan", config: [small.config, CONFIG_Z=m]}
                """);
        NightlyJob.Outcome outcome = nights.night(config, RunRequest.usual("", null, dir, TOP, dir));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(nights.requests)
                .extracting(r -> r.kernel() + " " + r.plan() + " " + r.variant().name())
                .containsExactly(
                        "debian:a smoke plain",
                        "debian:b x plain",
                        "debian:b y plain",
                        "debian:b x kasan",
                        "debian:b y kasan");
        assertThat(outcome.runs()).extracting(KernelNight::kernel).containsExactly("a", "b", "b", "b+kasan", "b+kasan");
        assertThat(nights.requests.get(0).variant().recipe().fragments()).isEmpty();
        for (int i : List.of(1, 4)) {
            assertThat(nights.requests.get(i).variant().recipe().fragments()).contains(dir.resolve("small.config"));
            assertThat(nights.requests.get(i).variant().recipe().items()).containsExactly("CONFIG_Z=m");
        }
    }

    @Test
    void aVariantOrAFragmentThatIsNotThereIsSaidBeforeTheNight() throws Exception {
        PlannedNights nights = new PlannedNights(dir, (k, s) -> "", r -> {});
        RunRequest common = RunRequest.usual("", null, dir, TOP, dir);
        for (String key : List.of("variant: kasam", "config: [gone.config]")) {
            Path config = nights.config("nightly.yaml", """
                    schema: 1
                    kernels:
                      - {name: a, source: "debian:a", plans: [smoke], %s}
                    """.formatted(key));
            assertThatThrownBy(() -> nights.night(config, common))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(config + ": kernel a: ");
        }
        assertThat(dir.resolve("nightly")).doesNotExist();
    }

    @Test
    void aWarningIsNewWhereTheLastBuildHadNone() throws Exception {
        PlannedNights nights = new PlannedNights(dir, (k, s) -> s.isEmpty() ? whole : "PASS", r -> {});
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        String old = "fs/dax.c:10: unused variable 'x' [-Wunused-variable]\n";
        nights.warnings.put("debian:a", old);
        nights.warnings.put("debian:b", "");
        assertThat(PlannedNights.told(nights.night(config)))
                .as("the first night")
                .isEmpty();
        whole = "4 does not compile";
        nights.night(config);
        whole = "";
        // The old one has moved; a header's new one shows in both kernels
        String fresh = "include/linux/dax.h:%d: comparison is always true\n";
        nights.warnings.put("debian:a", old.replace(":10:", ":12:") + fresh.formatted(7));
        nights.warnings.put("debian:b", fresh.formatted(9));
        NightlyJob.Outcome night = nights.night(config);
        assertThat(PlannedNights.told(night)).containsExactly("NEW_WARNING a", "NEW_WARNING b");
        assertThat(night.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(night.changes().get(0).detail()).isEqualTo("include/linux/dax.h:7: comparison is always true");
        assertThat(Finding.of(night.changes())).hasSize(1);
        assertThat(dir.resolve("nightly/" + night.night().id() + "/index.html"))
                .content()
                .contains("include/linux/dax.h:7", "include/linux/dax.h:9", "the same", "0 of 1 are worse");
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        nights.warnings.put(
                "debian:a", "a.c:1: w\n".repeat(3) + "b.c:1: %d\n".repeat(30).formatted(numbers()));
        assertThat(nights.night(config).changes())
                .hasSize(21)
                .last()
                .extracting(Change::detail)
                .isEqualTo("and 11 more");
    }

    private String whole = "";

    private static Object[] numbers() {
        return java.util.stream.IntStream.range(0, 30).boxed().toArray();
    }

    @Test
    void theSameOnSeveralKernelsIsOneFinding() {
        Change a = new Change(Change.Kind.NEW_SIGNATURE, "a", "p", "one", "n", "warning:dax_lock");
        Change b = new Change(Change.Kind.NEW_SIGNATURE, "b", "p", "two", "n", "warning:dax_lock");
        Change c = new Change(Change.Kind.NEW_SIGNATURE, "b", "p", "two", "n", "warning:other");
        Change failed = new Change(Change.Kind.NEW_FAILURE, "a", "p", "one", "n", "42 bytes");
        Change same = new Change(Change.Kind.NEW_FAILURE, "b", "p", "one", "n", "43 bytes");
        Change other = new Change(Change.Kind.NEW_FAILURE, "b", "q", "one", "n", "42 bytes");
        assertThat(Finding.of(List.of(failed, same, other, a, b, c)))
                .extracting(Finding::places)
                .containsExactly(List.of(failed, same), List.of(other), List.of(a, b), List.of(c));
    }
}
