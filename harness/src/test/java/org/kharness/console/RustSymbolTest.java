/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RustSymbolTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "widget_poke|widget_poke",
                "_RNvCs1a_6widget4poke|widget::poke",
                "_RNvNtCsAbC_6widget5inner4poke|widget::inner::poke",
                "_RNvMs3_NtCsq_6widget5innerNtB5_3Cog4poke|<widget::inner::Cog>::poke",
                "_RNvXs_Csq_6widgetNtB4_3CogNtNtCs2_6kernel5inner4Tick4tick|<widget::Cog as kernel::inner::Tick>::tick",
                "_RNCNvCsq_6widget4poke0|widget::poke::{closure}",
                "_RINvCsq_6widget4pokemRhE|widget::poke::<u32, &u8>",
                "_RNvCsq_6widget40poke|_RNvCsq_6widget40poke",
                "_RB_|_RB_",
                "_R|_R"
            })
    void isReadable(String symbol, String readable) {
        assertThat(RustSymbol.readable(symbol)).isEqualTo(readable);
    }

    @Test
    void aPanicIsNamedByItsMessageAndByTheFunctionThatPanicked() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                [   23.000001] rust_kernel: panicked at drivers/widget/cog.rs:87:13:
                [   23.000001] attempt to subtract with overflow
                [   23.000002] ------------[ cut here ]------------
                [   23.000003] kernel BUG at rust/helpers/bug.c:7!
                [   23.000004] Oops: invalid opcode: 0000 [#1] SMP
                [   23.000005] CPU: 1 UID: 0 PID: 77 Comm: cog Not tainted 6.12.0 #1
                [   23.000006] RIP: 0010:rust_helper_BUG+0x8/0x10
                [   23.000007] Call Trace:
                [   23.000008]  _RNvCscSp_7___rustc17rust_begin_unwind+0x15b/0x160
                [   23.000009]  _RNvNtCs9j_4core9panicking9panic_fmt+0x84/0x90
                [   23.000010]  _RNvMs3_NtCsq_6widget5innerNtB5_3Cog4poke+0x5/0x20
                [   23.000011] ---[ end trace 0000000000000000 ]---
                """).reports();

        assertThat(reports)
                .extracting(KernelReport::title)
                .containsExactly("attempt to subtract with overflow in <widget::inner::Cog>::poke");
        assertThat(reports.get(0).place()).isEqualTo("drivers/widget/cog.rs:87");
    }
}
