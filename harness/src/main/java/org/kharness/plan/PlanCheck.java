/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kharness.expect.Expectation;
import org.kharness.poison.PoisonMethods;
import org.kharness.step.Step;

/** What makes sense beyond the types: names that are defined before they are used, ids that are used once. */
final class PlanCheck {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9-]+)*");
    private static final Pattern NEED = Pattern.compile(
            "CONFIG_[A-Za-z0-9_]+(?:=[^\\s']+)?|program:[A-Za-z0-9._+-]+|path:/[^\\s'\"]+|[a-z][a-z0-9-]*");

    private final Set<String> ids = new HashSet<>();

    /**
     * Something wrong.
     *
     * @param scenario its id
     * @param path where in the scenario
     */
    record Problem(String scenario, List<Object> path, String message) {}

    /** The first thing wrong with a scenario, if any. */
    Optional<Problem> problem(Scenario s) {
        if (!ID.matcher(s.id()).matches()) {
            return wrong(s, "id", "an id has letters, digits and dashes only");
        }
        if (!ids.add(s.id())) {
            return wrong(s, "id", "another scenario has the same id");
        }
        if (PoisonMethods.named(s.via()).isEmpty()) {
            return wrong(
                    s,
                    "via",
                    "\"" + s.via() + "\" is no way to poison; there are "
                            + String.join(
                                    ", ",
                                    PoisonMethods.all().stream()
                                            .map(m -> m.id())
                                            .toList()));
        }
        for (String need : s.needs()) {
            if (!NEED.matcher(need).matches()) {
                return wrong(
                        s,
                        "needs",
                        "\"" + need
                                + "\": write CONFIG_SYMBOL, CONFIG_SYMBOL=VALUE, program:NAME, path:/FILE or an ability's name");
            }
        }
        if (s.steps().isEmpty() || s.expect().isEmpty()) {
            return wrong(s, "id", "a scenario needs steps and something to expect");
        }
        return names(s);
    }

    private static Optional<Problem> names(Scenario s) {
        Set<String> processes = new HashSet<>();
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < s.steps().size(); i++) {
            Step step = s.steps().get(i);
            Optional<String> started = step.starts();
            if (started.isPresent() && !processes.add(started.get())) {
                return at(s, "steps", i, "two processes have the name " + started.get());
            }
            if (step.user().isPresent() && !processes.contains(step.user().get())) {
                return at(s, "steps", i, "no process is named " + step.user().get() + " before this step");
            }
            Optional<String> unclear = step.problem(s.way());
            if (unclear.isPresent()) {
                return at(s, "steps", i, unclear.get());
            }
            if (step.label().isPresent() && !labels.add(step.label().get())) {
                return at(
                        s, "steps", i, "two steps have the name " + step.label().get());
            }
        }
        for (int i = 0; i < s.expect().size(); i++) {
            Expectation e = s.expect().get(i);
            if (e.subject().isPresent() && !processes.contains(e.subject().get())) {
                return at(
                        s,
                        "expect",
                        i,
                        "no step starts a process named " + e.subject().get());
            }
            if (e.about().isPresent() && !labels.contains(e.about().get())) {
                return at(s, "expect", i, "no step is named " + e.about().get());
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> wrong(Scenario s, String key, String message) {
        return Optional.of(new Problem(s.id(), List.of(key), message));
    }

    private static Optional<Problem> at(Scenario s, String list, int index, String message) {
        return Optional.of(new Problem(s.id(), List.of(list, index), message));
    }
}
