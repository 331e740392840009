/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.platform.EinjPlatform.MemoryRange;
import org.kharness.platform.EinjPlatform.Reaction;
import org.kharness.platform.EinjPlatform.Status;

/** What the platform answers, to guests that behave and to those that do not. */
class EinjPlatformTest {
    private static final MemoryRange RAM = new MemoryRange(0, 0x2000_0000L);
    private static final MemoryRange PMEM = new MemoryRange(0x1_0000_0000L, 0x3000_0000L);
    private static final long PAGE_MASK = 0xffff_ffff_ffff_f000L;

    private final EinjPlatform platform = new EinjPlatform(List.of(RAM, PMEM));

    @ParameterizedTest
    @CsvSource({
        "0x10, 0x1000e1a08, 0xfffffffffffff000, 0xbd000000000000c0, 0x1000e1000, 0x8c, true",
        "0x10, 0x1000e1a48, 0xffffffffffffffc0, 0xbd000000000000c0, 0x1000e1a40, 0x86, true",
        "0x10, 0x1000e1a48, 0xffffffffffffffff, 0xbd000000000000c0, 0x1000e1a48, 0x86, true",
        "0x08, 0x00001000, 0xfffffffffffff000, 0x9c00004000000090, 0x1000, 0x8c, false",
        "0x20, 0x00001000, 0xfffffffffffff000, 0xbe00000000000090, 0x1000, 0x8c, true",
    })
    void raisesWhatWasAskedFor(
            String type, String address, String mask, String status, String raised, String misc, boolean exception) {
        Reaction executed = execute(number(type), 2, number(address), number(mask));
        assertThat(executed.status()).isEqualTo(Status.SUCCESS);
        assertThat(executed.raise()).isNull();
        MachineCheckRecord record =
                Objects.requireNonNull(command(EinjTable.TRIGGER).orElseThrow().raise());
        assertThat(record.status()).isEqualTo(number(status));
        assertThat(record.address()).isEqualTo(number(raised));
        assertThat(record.misc()).isEqualTo(number(misc));
        assertThat(record.raises()).isEqualTo(exception);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0, 2, 0x1000, 0xfffffffffffff000, no such memory error",
        "0x18, 2, 0x1000, 0xfffffffffffff000, no such memory error",
        "0xffffffff, 2, 0x1000, 0xfffffffffffff000, no such memory error",
        "0x10, 0, 0x1000, 0xfffffffffffff000, no address",
        "0x10, 0xfffffffd, 0x1000, 0xfffffffffffff000, no address",
        "0x10, 2, 0x20000000, 0xfffffffffffff000, no memory there",
        "0x10, 2, 0xfee00000, 0xfffffffffffff000, no memory there",
        "0x10, 2, 0x130000000, 0xfffffffffffff000, no memory there",
        "0x10, 2, 0xffffffffffffffff, 0xfffffffffffff000, no memory there",
        "0x10, 2, 0x8000000000001000, 0xfffffffffffff000, no memory there",
        "0x10, 2, 0x1000, 0x0, the mask leaves more open",
        "0x10, 2, 0x1000, 0xffffffffffffe000, the mask leaves more open",
        "0x10, 2, 0x1000, 0xfffffffffffff001, the mask leaves more open",
        "0x10, 2, 0x1000, 0x1000, the mask leaves more open",
    })
    void refusesRubbish(String type, String flags, String address, String mask, String why) {
        Reaction executed = execute(number(type), number(flags), number(address), number(mask));
        assertThat(executed.status()).isEqualTo(Status.INVALID_ACCESS);
        assertThat(executed.words()).contains(why);
        assertThat(command(EinjTable.TRIGGER).orElseThrow().raise()).isNull();
    }

    @Test
    void anErrorIsTriggeredOnce() {
        execute(0x10, 2, 0x1000, PAGE_MASK);
        assertThat(command(EinjTable.TRIGGER).orElseThrow().raise()).isNotNull();
        assertThat(command(EinjTable.TRIGGER).orElseThrow().raise()).isNull();
    }

    @Test
    void aRefusedRequestForgetsTheOneBefore() {
        execute(0x10, 2, 0x1000, PAGE_MASK);
        execute(0, 0, 0, 0);
        assertThat(command(EinjTable.TRIGGER).orElseThrow().raise()).isNull();
    }

    @Test
    void bytesThatAreNoCommandsAreIgnored() {
        for (int b = 0; b < 256; b++) {
            if (b != EinjTable.EXECUTE && b != EinjTable.TRIGGER) {
                assertThat(command(b)).isEmpty();
            }
        }
    }

    @Test
    void whateverTheRegistersHoldNothingIsRaisedOutsideMemory() {
        Random random = new Random(14);
        for (int i = 0; i < 400; i++) {
            long[] quads = {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()};
            if (i % 2 == 0) {
                quads[0] = 1L << (3 + random.nextInt(3));
                quads[1] = 2;
                quads[3] = -1L << random.nextInt(64);
                quads[2] >>>= random.nextInt(64);
            }
            platform.command(EinjTable.EXECUTE, () -> InjectionRequest.of(quads));
            MachineCheckRecord record =
                    command(EinjTable.TRIGGER).map(Reaction::raise).orElse(null);
            if (record != null) {
                assertThat(RAM.contains(record.address()) || PMEM.contains(record.address()))
                        .isTrue();
            }
        }
    }

    @Test
    void aGuestThatNeverStopsIsNotListenedTo() {
        for (int i = 0; i < EinjPlatform.MOST_COMMANDS; i++) {
            assertThat(execute(0x10, 2, 0x1000, PAGE_MASK).status()).isEqualTo(Status.SUCCESS);
        }
        assertThat(execute(0x10, 2, 0x1000, PAGE_MASK).status()).isEqualTo(Status.UNKNOWN_FAILURE);
        assertThat(command(EinjTable.EXECUTE)).isEmpty();
        assertThat(command(EinjTable.TRIGGER)).isEmpty();
    }

    private Reaction execute(long type, long flags, long address, long mask) {
        return platform.command(EinjTable.EXECUTE, () -> InjectionRequest.of(new long[] {type, flags, address, mask}))
                .orElseThrow();
    }

    private Optional<Reaction> command(int command) {
        return platform.command(command, () -> InjectionRequest.of(new long[4]));
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
