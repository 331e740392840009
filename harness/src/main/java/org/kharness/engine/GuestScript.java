/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kharness.agent.GuestCommand;
import org.kharness.agent.StepIds;
import org.kharness.expect.Expectation;
import org.kharness.expect.MountState;
import org.kharness.plan.Scenario;

/** The commands of a whole scenario, in the order in which the guest agent gets them. */
final class GuestScript {
    private GuestScript() {}

    /** A scenario's commands, from its begin to its end. */
    static List<GuestCommand> of(Scenario scenario) {
        List<GuestCommand> commands = new ArrayList<>();
        scenario.allNeeds().forEach(need -> addProbe(commands, need));
        commands.add(GuestCommand.of("begin", "begin")
                .with("scenario", scenario.id())
                .with("limit", scenario.limit())
                .build());
        commands.add(GuestCommand.of("before", "state").build());
        for (int i = 0; i < scenario.steps().size(); i++) {
            commands.addAll(scenario.steps().get(i).commands(StepIds.of(i), scenario.way()));
        }
        commands.add(GuestCommand.of("settle", "settle").build());
        for (Expectation e : scenario.expect()) {
            e.look("look" + (commands.size() + 1)).ifPresent(commands::add);
        }
        lookAtMount(scenario).ifPresent(commands::add);
        commands.add(GuestCommand.of("after", "state").build());
        commands.add(GuestCommand.of("end", "end")
                .with("unmount", scenario.topology().mountPoint())
                .build());
        return commands;
    }

    /** Whether its file system still works is looked at in every scenario; a file system that is none of its own just works. */
    private static Optional<GuestCommand> lookAtMount(Scenario scenario) {
        boolean looked = scenario.expect().stream().anyMatch(e -> e instanceof MountState);
        return looked
                ? Optional.empty()
                : Optional.of(GuestCommand.of("look", "mount-state")
                        .with("path", scenario.topology().mountPoint())
                        .build());
    }

    /** Where the scenario begins: what is before looks for what it needs. */
    static int beginIndex(List<GuestCommand> commands) {
        int index = 0;
        while (!commands.get(index).id().equals("begin")) {
            index++;
        }
        return index;
    }

    /** The first command that poisons; the end of the scenario where none does. */
    static int poisonIndex(List<GuestCommand> commands) {
        int index = beginIndex(commands);
        while (index < commands.size() - 1 && !commands.get(index).words().contains("poison")) {
            index++;
        }
        return index;
    }

    /**
     * Looks a symbol up in the running kernel. Without a value y or m will do, n means that it is not set, and a text may
     * stand without its quotes. What it is there comes last, for the reason.
     */
    static String configCheck(String need) {
        int equals = need.indexOf('=');
        String symbol = equals < 0 ? need : need.substring(0, equals);
        String value = equals < 0 ? "" : need.substring(equals + 1).replace("\"", "");
        String wanted = switch (value) {
            case "" -> "y|m";
            case "n" -> "''";
            default -> "'" + value + "'";
        };
        return "v=$(zcat /proc/config.gz | sed -n 's/^" + symbol + "=//p' | tr -d '\"'); case \"$v\" in " + wanted
                + ") ;; '') echo not in the kernel; false;; *) echo \"it is $v\"; false;; esac";
    }

    /** An ability that the topology did not find by itself is looked for just before the scenario begins. */
    private static void addProbe(List<GuestCommand> commands, String need) {
        GuestCommand.Builder probe =
                GuestCommand.of("need" + (commands.size() + 1), "ability").with("name", need);
        if (need.startsWith("CONFIG_")) {
            commands.add(probe.with("cmd", configCheck(need)).build());
        } else if (need.startsWith("program:") || need.startsWith("path:")) {
            commands.add(probe.build());
        }
    }
}
