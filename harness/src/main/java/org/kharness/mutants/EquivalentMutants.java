/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;
import org.kharness.value.KernelRange;

/**
 * The list of mutants that somebody judged to change nothing, each with a reason: test-plans/equivalent-mutants.yaml.
 *
 * @param schema version of the format: 1
 */
record EquivalentMutants(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) List<Entry> equivalent) {
    EquivalentMutants {
        equivalent = equivalent == null ? List.of() : List.copyOf(equivalent);
    }

    /**
     * One mutant, by the parts of its id.
     *
     * @param when the kernels in which it is there and equivalent; null for all
     * @param operator as reports write it
     * @param text what is wrong in it, on one line, as reports write it
     * @param reason why no test could tell
     */
    record Entry(
            @Nullable KernelRange when,
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) String function,
            @JsonProperty(required = true) String operator,
            @JsonProperty(required = true) String text,
            @JsonProperty(required = true) String reason) {
        String id() {
            return file + ":" + function + ":" + operator + ":" + text;
        }
    }

    static EquivalentMutants read(Path file) {
        EquivalentMutants list = new YamlReader().read(file, "list of equivalent mutants", EquivalentMutants.class);
        if (list.schema() != 1) {
            throw new InputException(file + ": equivalent-mutants schema " + list.schema() + " is not known");
        }
        return list;
    }

    /**
     * The reasons for those that are there, by their ids.
     *
     * @param functions "file:function" of all in which mutants were looked for: of others the list may speak freely
     * @throws InputException if an entry is for this kernel and names no mutant
     */
    Map<String, String> reasons(Path file, String release, Collection<Mutant> mutants, Set<String> functions) {
        Set<String> ids = mutants.stream().map(Mutant::id).collect(Collectors.toSet());
        Map<String, String> reasons = new LinkedHashMap<>();
        List<String> stale = new ArrayList<>();
        for (Entry entry : equivalent) {
            KernelRange when = entry.when();
            if ((when != null && !when.contains(release))
                    || !functions.contains(entry.file() + ":" + entry.function())) {
                continue;
            }
            if (ids.contains(entry.id())) {
                reasons.put(entry.id(), entry.reason());
            } else {
                stale.add(entry.id());
            }
        }
        if (!stale.isEmpty()) {
            throw new InputException(
                    file + ": no mutant of " + release + " is called so any more: " + String.join("; ", stale));
        }
        return reasons;
    }
}
