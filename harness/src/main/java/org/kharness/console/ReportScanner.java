/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.ReportFormat.Role;
import org.kharness.console.ReportFormats.Opening;

/** Finds where reports begin and end. Reports of several callers may be open at a time, one of each. */
final class ReportScanner {
    /** Callers that may have a report open; more than that is no kernel's log. */
    private static final int MAX_OPEN = 32;
    /** Marks the key of a report that another one of the same caller interrupts. */
    private static final String OUTER = "+";
    /** Marks the key of a device's or filesystem's error. */
    private static final String DEVICE = "#";
    /** Lines after which a report that gets none is closed. */
    private static final int IDLE_LINES = 400;

    /** What every line has that this class must see though nothing is open. */
    static final List<String> ANCHORS = List.of("=====", "[ cut here ]", "8<--- cut");

    /** How a filesystem's lines begin. */
    private static final Pattern FILESYSTEM = Pattern.compile("^(?:XFS|BTRFS|\\w+-fs)[ :]");

    private static final Pattern ADDRESSES = Pattern.compile("\\s*(?:\\(?\\[<?[0-9a-f]{8,16}>?\\] *)+(?:\\? *)?");

    /** How far a report's first line may be below the line that separates it from what is before. */
    private static final int START_DISTANCE = 7;

    private final InOrder found;
    private final HardwareReader hardware;
    private final Executor makers;
    private final GenericFrames frames = new GenericFrames();
    private final Limits limits;
    private final Map<String, ReportDraft> open = new LinkedHashMap<>();
    private final BootWatch boot = new BootWatch();
    private final Map<String, Integer> starts = new LinkedHashMap<>();
    private ConsoleLine previous = new ConsoleLine(0, Double.NaN, "", "");
    /** Blanks before the first line of the latest report: a log that somebody pasted is indented as a whole. */
    private int indent;

    /**
     * A scanner.
     *
     * @param makers makes the reports of their lines; listeners are told by the caller's own thread all the same
     */
    ReportScanner(ConsoleListener listener, Limits limits, Executor makers) {
        this.makers = makers;
        found = new InOrder(listener);
        hardware = new HardwareReader(found);
        this.limits = limits;
    }

    /**
     * Takes the next line.
     *
     * @param cut true where the line's end is missing
     * @param anchored false where the line holds nothing that anything begins with: it may go on with something
     */
    void line(ConsoleLine read, boolean cut, boolean anchored) {
        ConsoleLine whole = unfold(read);
        if (anchored || boot.attentive()) {
            tell(boot.line(whole, anchored));
        } else {
            boot.passed(whole);
        }
        int blanks = LinePrefix.blanks(whole.text());
        Opening opening = anchored ? ReportFormats.find(whole.text().substring(blanks)) : null;
        if (opening != null) {
            indent = blanks;
        }
        ConsoleLine line = indent == 0 ? whole : whole.withText(whole.text().substring(Math.min(blanks, indent)));
        if (opening == null || closing(line) || !opening(opening, line)) {
            inside(line);
        }
        if (anchored) {
            noteStart(line);
        }
        if (cut) {
            open.values().stream().filter(d -> d.caller().equals(line.caller())).forEach(ReportDraft::markCut);
        }
        if (anchored || hardware.open()) {
            hardware.line(line);
        }
        settle();
    }

    /** True where any line may matter, and not only those that something may begin with. */
    boolean attentive() {
        return !open.isEmpty() || hardware.open() || boot.attentive();
    }

    /** True where a line with nothing that anything begins with matters to {@link #beginning} alone. */
    boolean quiet() {
        return open.isEmpty() && !hardware.open();
    }

    /** Takes a line with nothing that anything begins with, while {@link #quiet}. */
    void beginning(ConsoleLine line) {
        tell(boot.line(unfold(line), false));
        settle();
    }

    /** Lines with nothing that anything begins with were passed over, of which this is the last. */
    void passed(ConsoleLine last) {
        boot.passed(last);
    }

    /** Nothing came for a while: what has been seen of reports that may be whole is told. */
    void idle(boolean longer) {
        List.copyOf(open.keySet()).stream()
                .filter(key -> longer || (open.containsKey(key) && open.get(key).ended()))
                .forEach(this::close);
        hardware.end();
        found.releaseAll(firstOpen());
    }

    /** Tells what no open report precedes. */
    private void settle() {
        if (!found.empty()) {
            found.release(firstOpen());
        }
    }

    private int firstOpen() {
        int first = Integer.MAX_VALUE;
        for (ReportDraft draft : open.values()) {
            first = Math.min(first, draft.firstLine());
        }
        return first;
    }

    /** The panic's last line says again what its first one said. */
    private boolean closing(ConsoleLine line) {
        return line.text().startsWith("---[ end ") && open.containsKey(line.caller());
    }

    /** A frame whose line a mail program broke after the addresses is still that line's. */
    private ConsoleLine unfold(ConsoleLine line) {
        boolean continued = previous.number() + 1 == line.number()
                && Double.isNaN(line.time())
                && !Double.isNaN(previous.time())
                && !line.text().isEmpty();
        ConsoleLine whole = continued && ADDRESSES.matcher(previous.text()).matches()
                ? new ConsoleLine(
                        line.number(), previous.time(), previous.caller(), previous.text() + ' ' + line.text())
                : line;
        previous = line;
        return whole;
    }

    /** The guest agent spoke: something runs in user space. */
    void event(ConsoleLine line) {
        tell(boot.line(line, true));
    }

    /** The next line begins a boot and is from a system logger, which does not see how the last one ended. */
    void logged() {
        boot.logged();
    }

    /** The log is at its end. */
    void end() {
        for (String key : List.copyOf(open.keySet())) {
            ReportDraft draft = open.get(key);
            if (draft != null && !draft.ended() && !draft.traceSeen() && draft.expectsTrace()) {
                draft.markCut();
            }
            close(key);
        }
        hardware.end();
        tell(boot.end());
        found.releaseAll(Integer.MAX_VALUE);
    }

    private void tell(@Nullable KernelReport report) {
        if (report != null) {
            boot.reported();
            found.report(report);
        }
    }

    /** Begins a report or goes on with one; false where the line does neither. */
    private boolean opening(Opening opening, ConsoleLine line) {
        String key = key(opening, line.caller());
        ReportDraft draft = open.get(key);
        ReportDraft outer = open.get(key + OUTER);
        if (draft != null && draft.takes(opening)) {
            draft.join(opening, line);
            return true;
        }
        if (draft != null && outer != null && outer.takes(opening)) {
            outer.join(opening, line);
            open.put(key, outer);
            open.put(key + OUTER, draft);
            return true;
        }
        if (opening.format().role() == Role.MAY_BEGIN && draft != null && !draft.ended()) {
            return false;
        }
        ReportDraft begun = new ReportDraft(opening, line, firstLine(line), limits.reportLines());
        if (opening.format().role() == Role.LINE) {
            make(begun);
            return true;
        }
        starts.remove(line.caller());
        if (draft != null && draft.awaitsEnd() && outer == null) {
            draft.markCut();
            begun.markCut();
            open.put(key + OUTER, draft);
        } else {
            close(key);
        }
        open.put(key, begun);
        if (open.size() > MAX_OPEN) {
            close(open.keySet().iterator().next());
        }
        return true;
    }

    private int firstLine(ConsoleLine line) {
        int start = starts.getOrDefault(line.caller(), Integer.MIN_VALUE);
        return start > line.number() - START_DISTANCE ? start : line.number();
    }

    /**
     * Errors of devices and filesystems come in between the lines of other reports and do not end them, and each device
     * has its own; what a filesystem says of a device is another matter than what the block layer does.
     */
    private static String key(Opening opening, String caller) {
        ReportType type = opening.format().type();
        boolean ofFilesystem = type == ReportType.FS_CORRUPTION
                || type == ReportType.FS_SHUTDOWN
                || FILESYSTEM.matcher(opening.text()).find();
        String filesystem = ofFilesystem ? "fs " : "";
        return type.device() ? caller + DEVICE + filesystem + opening.device() : caller;
    }

    private void inside(ConsoleLine line) {
        if (open.isEmpty()) {
            return;
        }
        turn(line);
        BodyLines.Body body = BodyLines.read(line.text());
        if (open.size() == 1) {
            alone(line, body);
            return;
        }
        Kind kind = body.kind();
        String owner = owner(line);
        List<String> mine = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        open.forEach((key, draft) -> {
            if (draft.caller().equals(line.caller()) && !forOther(key, draft, kind)) {
                mine.add(key);
            } else if (line.number() - draft.lastLine() > IDLE_LINES) {
                idle.add(key);
            }
        });
        for (String key : mine) {
            ReportDraft draft = open.get(key);
            boolean others = draft != null && key.contains(DEVICE) && !key.equals(owner);
            if (draft != null && !draft.offer(line, others ? BodyLines.Body.OTHER : body)) {
                idle.add(key);
            }
        }
        idle.forEach(this::close);
    }

    /** Offers a line to the only report that is open, which is nearly always so. */
    private void alone(ConsoleLine line, BodyLines.Body body) {
        Map.Entry<String, ReportDraft> only = open.entrySet().iterator().next();
        ReportDraft draft = only.getValue();
        if (!draft.caller().equals(line.caller())) {
            if (line.number() - draft.lastLine() > IDLE_LINES) {
                close(only.getKey());
            }
            return;
        }
        boolean others = only.getKey().contains(DEVICE) && !only.getKey().equals(owner(line));
        if (!draft.offer(line, others ? BodyLines.Body.OTHER : body)) {
            close(only.getKey());
        }
    }

    /** The key of the device's report that a line would belong to: the one whose device it names, else the latest. */
    private String owner(ConsoleLine line) {
        String owner = "";
        int latest = 0;
        String named = null;
        for (Map.Entry<String, ReportDraft> entry : open.entrySet()) {
            ReportDraft draft = entry.getValue();
            if (entry.getKey().contains(DEVICE) && draft.caller().equals(line.caller())) {
                named = named == null ? DeviceNames.in(line.text()) : named;
                if (draft.lastLine() > latest && (named.isEmpty() || named.equals(draft.device()))) {
                    latest = draft.lastLine();
                    owner = entry.getKey();
                }
            }
        }
        return owner;
    }

    /**
     * Where one report interrupts another of the same caller (or two CPUs print and callers are not told), a line goes
     * to the inner one until that ends.
     */
    private boolean forOther(String key, ReportDraft draft, Kind kind) {
        if (open.size() == 1) {
            return false;
        }
        ReportDraft main = key.contains(DEVICE) ? open.get(draft.caller()) : null;
        if (main != null && !main.ended() && main.firstLine() > draft.firstLine()) {
            return true;
        }
        boolean isOuter = key.endsWith(OUTER);
        ReportDraft other = open.get(isOuter ? key.substring(0, key.length() - 1) : key + OUTER);
        if (other == null) {
            return false;
        }
        ReportDraft inner = isOuter ? other : draft;
        ReportDraft outer = isOuter ? draft : other;
        boolean outers =
                inner.ended() || (!inner.traceSeen() && (kind == Kind.END || kind == Kind.FRAME) && outer.traceSeen());
        return outers != isOuter;
    }

    /** A line that names the outer report's CPU or function: it is that one's turn, so the two change places. */
    private void turn(ConsoleLine line) {
        if (open.size() == 1) {
            return;
        }
        String key = line.caller();
        ReportDraft inner = open.get(key);
        ReportDraft outer = open.get(key + OUTER);
        if (inner != null && outer != null && outer.claim(line.text()) > inner.claim(line.text())) {
            open.put(key, outer);
            open.put(key + OUTER, inner);
        }
    }

    /** Remembers a separator or "cut here" line: the report that follows begins with it. */
    private void noteStart(ConsoleLine line) {
        if ((line.text().startsWith("=====")
                        || line.text().contains("[ cut here ]")
                        || line.text().startsWith("8<--- cut"))
                && !taken(line)) {
            starts.put(line.caller(), line.number());
            if (starts.size() > MAX_OPEN) {
                starts.remove(starts.keySet().iterator().next());
            }
        }
    }

    /** True where the line ends a report: it does not begin the next. */
    private boolean taken(ConsoleLine line) {
        return open.values().stream()
                .anyMatch(d -> d.lastLine() == line.number() && d.caller().equals(line.caller()));
    }

    private void close(String key) {
        ReportDraft draft = open.remove(key);
        if (draft != null && !(draft.opening().format().role() == Role.MAY_BEGIN && draft.idle())) {
            make(draft);
        }
    }

    /** Tells the report that these lines are, when it is its turn. */
    private void make(ReportDraft draft) {
        boot.reported();
        FutureTask<KernelReport> making = new FutureTask<>(() -> ReportReading.read(draft, frames));
        found.report(draft.firstLine(), making);
        makers.execute(making);
    }
}
