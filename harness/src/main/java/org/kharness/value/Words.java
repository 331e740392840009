/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values and kinds in the words that plans and the guest agent use. */
public final class Words {
    private Words() {}

    /** An enum's value in lower case; null for null. */
    public static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** The word that a plan begins this kind of step or expectation with: its {@code @JsonTypeName}. */
    public static String kind(Class<?> type) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no @JsonTypeName");
        }
        return name.value();
    }
}
