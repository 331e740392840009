/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;
import org.kharness.series.PostedMail;

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

    /** The kernel, by release and commit where that is anybody's. */
    String kernel() {
        if (isPublic()) {
            return base.release() + ", commit " + base.commit().substring(0, ID);
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

    private String mails() {
        Optional<String> id = posted.stream()
                .min(Comparator.comparingInt(PostedMail::number))
                .map(PostedMail::messageId)
                .filter(i -> !i.isEmpty());
        return id.map(i -> "lore:" + i).orElseGet(() -> series.replaceFirst(".*/", ""));
    }
}
