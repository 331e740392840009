/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process made something that must not outlive it, in a form for names and labels: so that what was left behind can be told
 * from what is in use. A process id alone proves nothing, since the next process may get it.
 *
 * @param space of process ids: one boot of one machine, one PID namespace
 * @param pid the process
 * @param start when it started, in clock ticks since the machine's start (proc(5), stat, field 22)
 */
public record Owner(String space, long pid, long start) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,10})\\.([0-9]{1,18})");
    private static final int START = 22;

    /** This process. */
    public static Owner self() {
        long pid = ProcessHandle.current().pid();
        return new Owner(ownSpace(), pid, startOf(pid).orElse(0L));
    }

    /** As it stands in a name or label. */
    public String text() {
        return space + "." + pid + "." + start;
    }

    /** The owner whose text stands in here; empty where none does. */
    public static Optional<Owner> in(String name) {
        Matcher found = TEXT.matcher(name);
        return found.find()
                ? Optional.of(new Owner(found.group(1), Long.parseLong(found.group(2)), Long.parseLong(found.group(3))))
                : Optional.empty();
    }

    /** True only if an owner's text stands in here, and that owner is certainly gone. */
    public static boolean goneIn(String name) {
        return in(name).map(Owner::isGone).orElse(false);
    }

    /** True only if that is certain: a process of another machine, boot or namespace cannot be looked for. */
    public boolean isGone() {
        return space.equals(ownSpace()) && startOf(pid).map(now -> now != start).orElse(true);
    }

    /** Empty where there is no such process. */
    private static Optional<Long> startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name, in parentheses, may hold blanks and parentheses.
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return rest[0].equals("Z") ? Optional.empty() : Optional.of(Long.parseLong(rest[START - 3]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String ownSpace() {
        String boot = "";
        String namespace = "";
        try {
            boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            // what is known is enough to tell this machine from most others
        }
        UUID both = UUID.nameUUIDFromBytes((boot + namespace).getBytes(StandardCharsets.UTF_8));
        return both.toString().substring(0, 8);
    }
}
