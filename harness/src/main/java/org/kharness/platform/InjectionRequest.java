/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

/**
 * What an operating system wrote into the structure of SET_ERROR_TYPE_WITH_ADDRESS (ACPI 6.4, 18.6), as it stands there:
 * any value is possible.
 *
 * @param type error type
 * @param flags bit 1: the address is valid
 * @param apicId of no meaning for memory errors
 * @param address physical address
 * @param mask of the address bits that count; the platform chooses among the rest
 */
public record InjectionRequest(int type, int flags, int apicId, long address, long mask) {
    private static final int ADDRESS_VALID = 1 << 1;
    private static final long LOW = 0xffff_ffffL;

    /**
     * From the structure's first quad words, little endian.
     *
     * @param quads {@link EinjRegisters#QUADS} of them
     */
    public static InjectionRequest of(long[] quads) {
        if (quads.length != EinjRegisters.QUADS) {
            throw new IllegalArgumentException(quads.length + " quad words");
        }
        return new InjectionRequest(
                (int) (quads[0] & LOW), (int) (quads[1] & LOW), (int) (quads[1] >>> Integer.SIZE), quads[2], quads[3]);
    }

    boolean hasAddress() {
        return (flags & ADDRESS_VALID) != 0;
    }

    /** The registers with their names. */
    String inWords() {
        return "type 0x" + Integer.toHexString(type) + ", flags 0x" + Integer.toHexString(flags) + ", address 0x"
                + Long.toHexString(address) + ", mask 0x" + Long.toHexString(mask);
    }
}
