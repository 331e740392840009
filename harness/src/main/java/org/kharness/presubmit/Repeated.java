/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.build.Compiler;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;
import org.kharness.report.HtmlPage;
import org.kharness.series.PostedMail;
import org.kharness.stage.RunRequest;
import org.kharness.variant.Variant;

/**
 * What was tried, in terms that somebody else can follow: no folder of this machine is in it.
 *
 * @param series as the user named it
 * @param plan the test plan's name
 * @param base the kernel before the series
 * @param posted the mails that the series came in
 */
record Repeated(String series, String plan, KernelTree base, List<PostedMail> posted) {
    private static final Pattern RANGE = Pattern.compile(".*?@?([^@/\\s]+\\.\\.[^@\\s]*)");
    private static final int ID = 12;

    Repeated {
        posted = List.copyOf(posted);
    }

    /** The kernel, by release, commit where that may be anybody's, and the nearest release's tag, as the commit may be the user's alone. */
    String kernel() {
        if (isPublic()) {
            String tag = CommitText.nearestTag(base).map(t -> " (" + t + ")").orElse("");
            return base.release() + ", commit " + base.commit().substring(0, ID) + tag;
        }
        return base.source().startsWith("debian:") ? base.release() + " (" + base.source() + ")" : base.release();
    }

    private boolean isPublic() {
        return CommitText.historyOf(base) != CommitText.History.NONE;
    }

    /** The command that tries it again. */
    String command() {
        Matcher range = RANGE.matcher(series);
        if (posted.isEmpty() && range.matches()) {
            return "kharness presubmit " + range.group(1) + " --kernel git:linux --plan " + plan;
        }
        String tree = isPublic()
                ? "git:linux@" + base.commit().substring(0, ID)
                : base.source().startsWith("debian:") ? base.source() : "dir:linux";
        return "kharness presubmit " + mails() + " --kernel " + tree + " --plan " + plan;
    }

    /** The configuration of the kernels, in words. */
    static String configuration(Variant variant) {
        return variant.plain() ? "kharness' usual configuration" : "kharness' configuration " + variant.name();
    }

    /**
     * The options of a request that change what is found, as {@link #command} wants them behind it; files of the user's by their
     * names alone.
     *
     * @param configurations the names of those that files were compiled in
     */
    static String options(RunRequest request, List<String> configurations, boolean each) {
        List<String> words = new ArrayList<>();
        Variant variant = request.variant();
        if (!variant.plain()) {
            words.addAll(List.of("--variant", variant.name()));
        }
        Path ours = request.top().resolve("qemu-images");
        variant.recipe().fragments().stream()
                .filter(f -> !f.startsWith(ours))
                .forEach(f -> words.addAll(List.of("--config", String.valueOf(f.getFileName()))));
        variant.recipe().items().forEach(i -> words.addAll(List.of("--configitem", i)));
        if (request.compiler() != Compiler.GCC) {
            words.addAll(List.of("--compiler", request.compiler().program()));
        }
        String only = request.only();
        if (only != null) {
            words.addAll(List.of("--only", only));
        }
        String tag = request.tag();
        if (tag != null) {
            words.addAll(List.of("--tag", tag));
        }
        if (!configurations.isEmpty()) {
            words.addAll(List.of("--configs", String.join(",", configurations)));
        }
        if (each) {
            words.add("--each");
        }
        return words.isEmpty() ? "" : HtmlPage.shell(words.get(0), words.subList(1, words.size()));
    }

    private String mails() {
        Optional<String> id = posted.stream()
                .min(Comparator.comparingInt(PostedMail::number))
                .map(PostedMail::messageId)
                .filter(i -> !i.isEmpty());
        return id.map(i -> "lore:" + i).orElseGet(() -> series.replaceFirst(".*/", ""));
    }
}
