/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.debian.PrivateApt.Known;
import org.kharness.debian.PrivateApt.Update;

/** In which of Debian's suites a kernel is looked for, and when it is known to be in none. */
class DebianSourceTest {
    /** What each suite has when it is asked; the machine's own sources come first. */
    private static final Map<String, String> SUITES = Map.of(
            "", "6.1",
            "trixie", "6.12",
            "bookworm", "6.1",
            "bullseye", "5.10 6.1",
            "forky", "7.1",
            "sid", "7.2",
            "experimental", "7.3");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debian:6.1    | machine",
                "debian:6.12   | machine trixie",
                "debian:5.10   | machine trixie bookworm bullseye",
                "debian:7.3    | machine sid experimental",
                "debian:7.2    | machine sid",
                "debian:7.1    | machine sid experimental trixie bookworm bullseye forky",
                "debian:9.9    | machine sid experimental",
                "debian:6.2    | machine trixie bookworm bullseye forky sid experimental",
                "debian:trixie | trixie",
            })
    void asksOnlySuitesThatMayHaveIt(String spec, String asked) {
        assertThat(asked(DebianSource.parse(spec, spec.substring(7)), SUITES)).isEqualTo(asked);
    }

    /** Where an archive has no such suite, that it does not have the kernel says nothing. */
    @ParameterizedTest
    @CsvSource({"experimental", "sid"})
    void aSuiteThatIsNotThereProvesNothing(String missing) {
        Map<String, String> suites = new LinkedHashMap<>(SUITES);
        suites.remove(missing);
        assertThat(asked(DebianSource.parse("debian:9.9", "9.9"), suites)).contains("trixie bookworm bullseye forky");
    }

    /** Experimental has no kernel between two of upstream's candidates. */
    @Test
    void aSuiteWithoutAnyKernelHoldsNothingUp() {
        Map<String, String> suites = new LinkedHashMap<>(SUITES);
        suites.put("experimental", "");
        assertThat(asked(DebianSource.parse("debian:9.9", "9.9"), suites)).isEqualTo("machine sid experimental");
        suites.put("sid", "");
        assertThat(asked(DebianSource.parse("debian:9.9", "9.9"), suites)).contains("trixie bookworm bullseye forky");
    }

    private static String asked(DebianSource source, Map<String, String> suites) {
        Map<String, Known> asked = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        for (Optional<String> next = source.next(asked); next.isPresent(); next = source.next(asked)) {
            String suite = next.get();
            order.add(suite.isEmpty() ? "machine" : suite);
            List<String> there = suites.containsKey(suite)
                    ? Stream.of(suites.get(suite).split(" "))
                            .filter(v -> !v.isEmpty())
                            .map(v -> "linux-source-" + v)
                            .toList()
                    : List.of();
            Update update = suites.containsKey(suite) ? Update.DONE : Update.NO_SUCH_SUITE;
            asked.put(suite, new Known(update, there, false));
            if (there.contains(source.packageName()) || source.packageName().isEmpty()) {
                break;
            }
        }
        return String.join(" ", order);
    }
}
