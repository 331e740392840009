/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.value.Words;

/**
 * Lets Jackson find the kinds of a sealed interface by itself, so that a new kind is named in one place only, and refuse a key that
 * has to be there and stands there without a value.
 */
final class SealedKinds extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated a) {
        Class<?> type = a.getRawType();
        if (!type.isSealed()) {
            return super.findSubtypes(a);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .map(k -> new NamedType(k, Words.kind(k)))
                .toList();
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated a) {
        JsonProperty property = a.getAnnotation(JsonProperty.class);
        boolean required = property != null && property.required();
        return required ? JsonSetter.Value.forValueNulls(Nulls.FAIL) : super.findSetterInfo(a);
    }
}
