/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of bytes, written as 4096, 0x1000, 4K or 2M (powers of 1024).
 *
 * @param count the number
 */
public record Bytes(long count) {
    private static final Pattern FORM = Pattern.compile("(0x[0-9a-fA-F]{1,15}|[0-9]{1,15})([KMG]?)");

    /** Zero bytes. */
    public static final Bytes ZERO = new Bytes(0);

    /** One page. */
    public static final Bytes PAGE = new Bytes(4096);

    /** The number; null for null. */
    public static @Nullable Long countOf(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.count;
    }

    /** The offset of a page so many pages further; null where there is neither an offset nor a further page. */
    public static @Nullable Long further(@Nullable Bytes at, int pages) {
        return at == null && pages == 0 ? null : Long.valueOf((at == null ? 0 : at.count) + pages * PAGE.count);
    }

    /** Reads the written form. */
    @JsonCreator
    public static Bytes parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "not a number of bytes: \"" + text + "\" (write 4096, 0x1000, 4K or 2M)");
        }
        int shift = switch (m.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
        };
        return new Bytes(Long.decode(m.group(1)) << shift);
    }

    @JsonCreator
    static Bytes of(long count) {
        return new Bytes(count);
    }

    /** As a plan may write it. */
    @JsonValue
    long written() {
        return count;
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(count);
    }
}
