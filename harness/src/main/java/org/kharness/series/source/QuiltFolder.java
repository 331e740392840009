/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;
import org.kharness.series.BaseInfo;
import org.kharness.series.DescribedDiff;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.MailFiles;

/** A quilt folder: patches and the file {@code series} that orders them (quilt(1)). */
final class QuiltFolder {
    private static final Pattern STRIP = Pattern.compile("-p\\s*(\\d+)");

    private static final Pattern COMMENT = Pattern.compile("(?:^|(?<=\\s))#");
    private static final Pattern CARRIED = Pattern.compile("(?m)^(?:---|\\+\\+\\+) .*\r$", Pattern.UNIX_LINES);

    private QuiltFolder() {}

    /** True if the folder holds a series file. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve("series"));
    }

    /**
     * Reads the series.
     *
     * @throws InputException if a patch is missing, lies elsewhere, or has options that are not supported
     */
    static PatchSeries read(String id, Path folder) {
        List<String> notes = new ArrayList<>();
        List<Patch> patches = new ArrayList<>();
        String text = Raw.utf8(MailFiles.read(folder.resolve("series")));
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Patch patch = entry(folder, folder.resolve("series") + ":" + number, line, notes);
            if (patch != null) {
                patches.add(patch);
            }
        }
        if (patches.isEmpty()) {
            throw new InputException(folder.resolve("series") + ": names no patch");
        }
        List<Patch> numbered = new ArrayList<>();
        for (Patch patch : patches) {
            numbered.add(patch.at(numbered.size() + 1, patches.size()));
        }
        return new PatchSeries(id, numbered, notes, BaseInfo.NONE);
    }

    private static @org.jspecify.annotations.Nullable Patch entry(
            Path folder, String place, String line, List<String> notes) {
        Matcher hash = COMMENT.matcher(line);
        int comment = hash.find() ? hash.start() : -1;
        String words = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (comment >= 0 && line.substring(comment).matches("\\s*#[+-]\\S.*")) {
            notes.add(place + ": guard ignored: " + line.substring(comment).strip());
        }
        List<String> names = new ArrayList<>();
        int strip = 1;
        boolean reverse = false;
        for (String word : words.isEmpty()
                ? new String[0]
                : words.replaceAll("-p\\s+(\\d)", "-p$1").split("\\s+")) {
            Matcher p = STRIP.matcher(word);
            if (p.matches()) {
                strip = Integer.parseInt(p.group(1));
            } else if (word.equals("-R") || word.equals("--reverse")) {
                reverse = true;
            } else if (word.startsWith("+") || (word.startsWith("-") && names.isEmpty())) {
                notes.add(place + ": guard ignored: " + word);
            } else if (word.startsWith("-") && !word.equals("-pab")) {
                throw new InputException(place + ": the option " + word + " is not supported");
            } else if (!word.startsWith("-")) {
                names.add(word);
            }
        }
        if (names.isEmpty()) {
            return null;
        }
        Patch patch = patch(folder, place, names.get(0), strip);
        return reverse ? patch.reversed() : patch;
    }

    private static Patch patch(Path folder, String place, String name, int strip) {
        Path file = folder.resolve(name).normalize();
        if (name.startsWith("/") || !file.startsWith(folder.normalize())) {
            throw new InputException(place + ": " + name + " is not inside the folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(place + ": " + name + " is missing");
        }
        String raw = MailFiles.read(file);
        // As with patch(1): where the very headers end in CR, the file was carried through a system that put them
        // there;
        // else the CRs belong to the files that are changed
        boolean carried = CARRIED.matcher(raw).find();
        return DescribedDiff.read(file.toString(), name, carried ? raw.replace("\r\n", "\n") : raw, strip);
    }
}
