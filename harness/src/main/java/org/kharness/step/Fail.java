/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.poison.PoisonMethod;

/**
 * Something that fails, once, in each of the system calls by which later steps poison a page
 * (Documentation/fault-injection/fault-injection.rst). Nothing else of the guest's fails. A call that makes fewer of them than
 * asked for leaves nothing to judge; one that walks has to come to a call in which nothing is left to fail.
 */
@JsonTypeName("fail")
@JsonClassDescription(
        "Lets the Nth allocation, copy or block of I/O fail, once, in each system call by which later steps poison a page. For a kernel with variant: fault-injection.")
public record Fail(
        @JsonPropertyDescription("What fails.") @JsonProperty(required = true)
        What what,

        @JsonPropertyDescription(
                "Only what this kernel function asks for, directly or not; needs CONFIG_FAULT_INJECTION_STACKTRACE_FILTER.")
        @Nullable
        String function,

        @JsonPropertyDescription("Which of them, counted from 1; 1 if not given.")
        int nth,

        @JsonPropertyDescription(
                "The next page's failure hits the next one, and so on until nothing is left: give poison a count that is large enough.")
        boolean walk)
        implements Step {
    /** Kinds of what the kernel can let fail. */
    public enum What {
        /** kmalloc() and kmem_cache_alloc(). */
        @JsonProperty("slab")
        SLAB,
        /** alloc_pages(). */
        @JsonProperty("page-alloc")
        PAGE_ALLOC,
        /** copy_from_user(), get_user() and their like. */
        @JsonProperty("usercopy")
        USERCOPY,
        /** submit_bio() on pmem0. */
        @JsonProperty("bio")
        BIO
    }

    /** Ways in which memory_failure() runs in the call itself; a task that is none of the scenario's is not marked. */
    private static final Set<String> IN_THE_CALL = Set.of("madvise", "hwpoison-pfn", "hard-offline");

    public Fail {
        nth = nth == 0 ? 1 : nth;
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "fail")
                .with("what", word())
                .with("function", function)
                .with("nth", nth == 1 ? null : nth)
                .with("walk", walk ? 1 : null)
                .build());
    }

    @Override
    public void checkOutput(StepLog log) {
        List<GuestEvent> faults = log.part().events("fault").stream()
                .filter(e -> text(e, "what").equals(word()))
                .toList();
        long hits = faults.stream().filter(Fail::hit).count();
        List<Integer> lines = faults.stream().map(GuestEvent::line).toList();
        if (!log.part().ended() && hits > 0) {
            return;
        }
        if (hits == 0) {
            log.findings().error(log.name() + ": nothing was there to fail", lines);
        } else if (walk && hits == faults.size()) {
            log.findings()
                    .error(
                            log.name() + ": each of " + hits + " calls still had something to fail, up to number "
                                    + number(faults.get(faults.size() - 1), "nth"),
                            lines);
        } else {
            log.findings().holds(hits + " times " + word() + " failed", lines);
        }
    }

    private String word() {
        return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean hit(GuestEvent fault) {
        return fault.fields().path("hit").asBoolean();
    }

    @Override
    public Optional<String> problem(PoisonMethod way) {
        if (!IN_THE_CALL.contains(way.id())) {
            return Optional.of(
                    "fail goes with via " + String.join(", ", List.of("madvise", "hwpoison-pfn", "hard-offline")));
        }
        if (nth < 1) {
            return Optional.of("nth counts from 1");
        }
        return function != null && !function.matches("[A-Za-z_][A-Za-z0-9_.]*")
                ? Optional.of("function is no name of a kernel function")
                : Optional.empty();
    }
}
