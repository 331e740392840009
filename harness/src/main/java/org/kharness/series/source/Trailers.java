/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.series.Patch;

/** Reviewed-by and friends that came as replies, added to the commit messages as b4 does. */
final class Trailers {
    private static final Pattern LINE =
            Pattern.compile("^((?:[A-Z][A-Za-z]*(?:-[a-z]+)*-by)|Fixes|Cc|Link|Closes): (.*\\S)\\s*$");
    private static final Pattern PERSON = Pattern.compile("^[A-Z][A-Za-z-]*-by: .*<([^<>\\s]+@[^<>\\s]+)>.*$");

    private Trailers() {}

    /** The patches with the trailers of replies to them and to their cover letter. */
    static List<Patch> collect(List<Patch> patches, Posting posting, List<Member> thread, List<String> notes) {
        Map<String, Integer> numbers = new HashMap<>();
        for (Member member : posting.members()) {
            numbers.put(member.mail().messageId(), member.subject().number());
        }
        Map<Integer, Set<String>> found = new HashMap<>();
        for (Member reply : thread) {
            if (posting.members().contains(reply)) {
                continue;
            }
            Integer number = target(reply, numbers);
            if (number != null) {
                found.computeIfAbsent(number, n -> new LinkedHashSet<>()).addAll(given(reply, notes));
            }
        }
        List<Patch> done = new ArrayList<>();
        for (Patch patch : patches) {
            Set<String> lines = new LinkedHashSet<>(found.getOrDefault(patch.number(), Set.of()));
            lines.addAll(found.getOrDefault(0, Set.of()));
            done.add(lines.isEmpty() ? patch : patch.withMessage(added(patch.message(), lines)));
        }
        return done;
    }

    /** The number of the patch that a reply, or the reply that it answers, is about; null if it is another posting's. */
    private static @org.jspecify.annotations.Nullable Integer target(Member reply, Map<String, Integer> numbers) {
        for (String id : reply.mail().references()) {
            Integer number = numbers.get(id);
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    private static List<String> given(Member reply, List<String> notes) {
        List<String> given = new ArrayList<>();
        String from = reply.mail().from().toLowerCase(Locale.ROOT);
        for (String line : reply.mail().body().lines().toList()) {
            if (line.equals("-- ")) {
                break;
            }
            Matcher person = PERSON.matcher(line);
            if (!person.matches()) {
                continue;
            }
            if (from.contains(person.group(1).toLowerCase(Locale.ROOT))) {
                given.add(line.strip());
            } else {
                notes.add("left out \"" + line.strip() + "\": sent by "
                        + reply.mail().from());
            }
        }
        return given;
    }

    /** Adds lines to the trailers at a message's end, each once. */
    static String added(String message, Set<String> lines) {
        List<String> kept = new ArrayList<>(message.stripTrailing().lines().toList());
        boolean block =
                !kept.isEmpty() && LINE.matcher(kept.get(kept.size() - 1)).matches() && kept.size() > 1;
        if (!block) {
            kept.add("");
        }
        for (String line : lines) {
            if (!kept.contains(line)) {
                kept.add(line);
            }
        }
        return String.join("\n", kept) + "\n";
    }
}
