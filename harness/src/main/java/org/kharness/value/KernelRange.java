/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of kernel releases, written as conditions joined by commas: {@code ">= 6.5"}, {@code ">= 6.1, < 6.8"}.
 * Compared by version, patch level and sublevel; "-rcN" counts as before the release it leads to.
 *
 * @param text as written
 * @param conditions all of which must hold
 */
public record KernelRange(String text, List<Condition> conditions) {
    private static final Pattern CONDITION =
            Pattern.compile("(?:kernel\\s*)?(>=|<=|<|>|==)\\s*([0-9][0-9.]*(?:-rc[0-9]+)?)");
    private static final Pattern RELEASE = Pattern.compile("([0-9]+)\\.([0-9]+)(?:\\.([0-9]+))?(?:-rc([0-9]+))?.*");
    private static final long NO_RC = 1L << 16;

    /** One comparison. */
    record Condition(String operator, List<Long> release) {}

    /** Reads the written form. */
    @JsonCreator
    public static KernelRange parse(String text) {
        List<Condition> conditions = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher m = CONDITION.matcher(part.strip());
            if (!m.matches()) {
                throw new IllegalArgumentException("not a kernel range: \"" + text + "\" (write \">= 6.1, < 6.8\")");
            }
            conditions.add(new Condition(m.group(1), numbers(m.group(2))));
        }
        return new KernelRange(text, List.copyOf(conditions));
    }

    /** As a plan has it. */
    @Override
    @JsonValue
    public String text() {
        return text;
    }

    /** True if a release such as "6.1.192" or "7.3.0-rc4-next" lies in the range. */
    public boolean contains(String release) {
        List<Long> numbers = numbers(release);
        return conditions.stream().allMatch(c -> holds(c.operator(), compare(numbers, c.release())));
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            default -> order == 0;
        };
    }

    private static List<Long> numbers(String release) {
        Matcher m = RELEASE.matcher(release);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a kernel release: \"" + release + "\"");
        }
        return List.of(
                Long.parseLong(m.group(1)),
                Long.parseLong(m.group(2)),
                m.group(3) == null ? 0L : Long.parseLong(m.group(3)),
                m.group(4) == null ? NO_RC : Long.parseLong(m.group(4)));
    }

    private static int compare(List<Long> left, List<Long> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
