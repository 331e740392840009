/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsualLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[    1.234567] pci 0000:00:01.0: fine | 1.234567 | '' | pci 0000:00:01.0: fine",
                "[   12.000001][  T411] Call Trace: | 12.000001 | T411 | Call Trace:",
                "[123456.789012][   C1] x | 123456.789012 | C1 | x",
                "[    0.000000] clocksource: jiffies | 0 | '' | clocksource: jiffies",
                "[    2.000000] host kernel: text | 2 | '' | text"
            })
    void readsWhatNearlyEveryLineIs(String raw, double time, String caller, String text) {
        ConsoleLine line = read(raw + "\r");

        assertThat(line).isEqualTo(new ConsoleLine(3, time, caller.replace("'", ""), text));
        assertThat(line).isEqualTo(LinePrefix.strip(3, raw + "\r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[    1.2345] short fraction",
                "[    1.234567]no blank",
                "[    1.234567][ mount/411] another caller",
                "[    1.234567][T] no number",
                "[    1.234567] [    1.234567] twice",
                "[    1.234567] c1 411 a vendor's",
                "[    1.234567] (3)[411:mount] another's",
                "[    1.234567] cut by a pager, as it shows>",
                "[    1.234567] colour \u001b[0m",
                "[    1.234567] a letter: \u00e4",
                "[1234567890.123456] no machine is up so long",
                "<6>[    1.234567] level"
            })
    void leavesOtherLinesToOthers(String raw) {
        assertThat(read(raw)).isNull();
    }

    private static @Nullable ConsoleLine read(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        return UsualLine.read(3, bytes, 0, bytes.length);
    }
}
