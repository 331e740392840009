/* SPDX-License-Identifier: Apache-2.0 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.ConsoleLogs;
import org.kharness.console.KernelReport;
import org.kharness.console.KernelReport.Frame;
import org.kharness.console.Symboliser;

/**
 * Asks the symboliser and the kernel's decode_stacktrace.sh for the places of the same frames. Both use addr2line; what is
 * compared is which address they ask for, which file they take a frame for, and what they make of the answer. Run by
 * benchmark/stacktraces.
 */
public final class StackTraces {
    private static final Pattern DECODED = Pattern.compile("^\\S+ (\\S+) \\((.*)\\)(?: \\w+)?$");
    private static final Pattern DISCRIMINATOR = Pattern.compile(" \\(discriminator \\d+\\)");

    private final Path script;
    private final Path vmlinux;
    private int same;
    private int different;
    private int untold;

    private StackTraces(Path script, Path vmlinux) {
        this.script = script;
        this.vmlinux = vmlinux;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        StackTraces traces = new StackTraces(Path.of(arguments[0]), Path.of(arguments[1]));
        int reports = 0;
        try (Symboliser symboliser = Symboliser.open(traces.vmlinux)) {
            for (String log : List.of(arguments).subList(2, arguments.length)) {
                for (KernelReport report : ConsoleLogs.read(Path.of(log)).reports()) {
                    if (report.frames().isEmpty() && report.pointer().isEmpty()) {
                        continue;
                    }
                    reports++;
                    System.out.println(log + ":" + report.firstLine() + ": " + report.title());
                    KernelReport told = symboliser.symbolise(report);
                    // The instruction pointer is where it is; a frame's address is where its call returns to.
                    traces.compare(report.pointer(), told.pointer(), "-R");
                    traces.compare(report.frames(), told.frames(), "");
                }
            }
        }
        System.out.printf(
                "%d reports, %d frames: %d the same, %d different, %d without a place in both%n",
                reports, traces.same + traces.different + traces.untold, traces.same, traces.different, traces.untold);
        System.exit(traces.different == 0 && traces.same > 0 ? 0 : 1);
    }

    private void compare(List<Frame> printed, List<Frame> told, String option) throws IOException, InterruptedException {
        List<String> theirs = decoded(printed, option);
        List<String> ours = places(told);
        for (int i = 0; i < printed.size(); i++) {
            String name = printed.get(i).function() + "+" + printed.get(i).offset();
            String our = i < ours.size() ? ours.get(i) : "";
            if (our.isEmpty() && theirs.get(i).isEmpty()) {
                untold++;
            } else if (our.equals(theirs.get(i))) {
                same++;
            } else {
                different++;
                System.out.println("  " + name + ": here " + our + ", there " + theirs.get(i));
            }
        }
    }

    /** The places of each printed frame, what was inlined first, as addr2line tells them. */
    private static List<String> places(List<Frame> told) {
        List<String> all = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Frame frame : told) {
            if (!frame.source().isEmpty()) {
                places.add(frame.source());
            }
            if (!frame.inlined()) {
                all.add(String.join(" ", places));
                places.clear();
            }
        }
        return all;
    }

    private List<String> decoded(List<Frame> frames, String option) throws IOException, InterruptedException {
        if (frames.isEmpty()) {
            return List.of();
        }
        Path input = Files.createTempFile("trace", ".txt");
        Path output = Files.createTempFile("trace", ".txt");
        try {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < frames.size(); i++) {
                lines.add(i + ": " + frames.get(i).function() + "+" + frames.get(i).offset());
            }
            Files.write(input, lines);
            List<String> command = new ArrayList<>(List.of("bash", script.toString()));
            if (!option.isEmpty()) {
                command.add(option);
            }
            command.add(vmlinux.toString());
            new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            List<String> places = new ArrayList<>();
            for (String line : Files.readAllLines(output)) {
                Matcher m = DECODED.matcher(line);
                String found = m.matches() ? DISCRIMINATOR.matcher(m.group(2)).replaceAll("") : "";
                places.add(found.replace("/./", "/"));
            }
            while (places.size() < frames.size()) {
                places.add("(nothing)");
            }
            return places;
        } finally {
            Files.delete(input);
            Files.delete(output);
        }
    }
}
