/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.EventSecret;
import org.kharness.console.ConsoleLine;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;

/**
 * Whether a log's events are those that the guest agent and the harness wrote: from the moment at which the agent got the
 * scenario's secret, every event is signed with it; the agent's are numbered without a gap, in order, and so are the
 * harness's own at the end. Where the scenario did not end, which is never a pass, a console that could not keep up may have
 * left a gap. What a program in the guest prints in an event's form has no signature; a line that was repeated,
 * removed or moved breaks the numbers.
 */
public final class EventChain {
    private static final String MARK = "kharness: ";

    private final ConsoleLog log;
    private final Map<Integer, String> texts = new HashMap<>();
    private final @Nullable EventSecret secret;
    private final int start;
    private final boolean done;
    private long agent;
    private long harness;

    private EventChain(ConsoleLog log, @Nullable EventSecret given) {
        this.log = log;
        for (ConsoleLine line : log.lines()) {
            if (line.text().startsWith(MARK)) {
                texts.put(line.number(), line.text().substring(MARK.length()).strip());
            }
        }
        secret = given == null ? told(log.events()) : given;
        start = firstSigned();
        done = log.events().stream()
                .anyMatch(e -> e.type().equals("ended") && text(e, "how").equals("done"));
    }

    /**
     * The first event that breaks the chain.
     *
     * @param line where it stands in the log
     * @param what what is wrong, in words
     */
    public record Break(int line, String what) {}

    /** The first break of a log that was signed with this secret, of which nothing else is believed. */
    public static Optional<Break> check(ConsoleLog log, EventSecret secret) {
        return new EventChain(log, secret).firstBreak();
    }

    /**
     * The first break of a saved log, whose last line tells the secret; it was written when the guest was gone. A log from
     * before there were signatures has none to break.
     */
    public static Optional<Break> checkSaved(ConsoleLog log) {
        return new EventChain(log, null).firstBreak();
    }

    /** False for a saved log from before there were signatures: what it tells is believed as it stands. */
    public static boolean isSigned(ConsoleLog log) {
        EventChain chain = new EventChain(log, null);
        return chain.secret != null || chain.firstThatLooksSigned().isPresent();
    }

    private static @Nullable EventSecret told(List<GuestEvent> events) {
        if (events.isEmpty()) {
            return null;
        }
        GuestEvent last = events.get(events.size() - 1);
        String told = last.type().equals("ended") ? text(last, EventSecret.VERB) : "";
        return EventSecret.isOne(told) ? new EventSecret(told) : null;
    }

    private String json(GuestEvent e) {
        return texts.getOrDefault(e.line(), "");
    }

    private Optional<GuestEvent> firstThatLooksSigned() {
        return log.events().stream()
                .filter(e -> EventSecret.looksSigned(json(e)))
                .findFirst();
    }

    private int firstSigned() {
        EventSecret known = secret;
        int i = 0;
        while (known != null && i < log.events().size() && !isStart(log.events().get(i), known)) {
            i++;
        }
        return i;
    }

    private boolean isStart(GuestEvent e, EventSecret known) {
        return number(e, "n") > 0 && known.signed(json(e));
    }

    private Optional<Break> firstBreak() {
        EventSecret known = secret;
        if (known == null) {
            return firstThatLooksSigned()
                    .map(e -> new Break(e.line(), "the event is signed, and the log does not end with the secret"));
        }
        return before().or(() -> signed(known));
    }

    /** Nothing of a scenario can come before the secret. */
    private Optional<Break> before() {
        return log.events().subList(0, start).stream()
                .filter(e -> e.type().equals("begin"))
                .findFirst()
                .map(e -> new Break(e.line(), "a scenario begins before the guest agent has its secret"));
    }

    private Optional<Break> signed(EventSecret known) {
        List<GuestEvent> events = log.events();
        for (int i = start; i < events.size(); i++) {
            String wrong = wrong(events.get(i), known);
            if (wrong != null) {
                return Optional.of(new Break(events.get(i).line(), wrong));
            }
        }
        return Optional.empty();
    }

    private @Nullable String wrong(GuestEvent e, EventSecret known) {
        if (!known.signed(json(e))) {
            return "the event \"" + e.type() + "\" was not written by the guest agent, or was changed";
        }
        if (number(e, "n") < 0) {
            return follows(number(e, "h"), ++harness, "line " + number(e, "h") + " of the harness");
        }
        if (agent == 0 && !text(e, "verb").equals(EventSecret.VERB)) {
            return "the guest agent's word that it got the secret is missing before";
        }
        long number = number(e, "n");
        boolean gapOfAnUnfinishedLog = !done && number > agent;
        agent = agent == 0 || gapOfAnUnfinishedLog ? number : agent + 1;
        return follows(number, agent, "event " + number);
    }

    private static @Nullable String follows(long number, long expected, String what) {
        return number == expected ? null : what + " stands where " + expected + " must";
    }
}
