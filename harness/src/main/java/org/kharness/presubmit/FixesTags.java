/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;

/**
 * Whether the Fixes: tags of a commit message name commits that exist, with their subjects (kernel documentation,
 * process/submitting-patches).
 */
public final class FixesTags {
    private static final String NAME = "fixes";
    private static final Pattern TAG = Pattern.compile("^Fixes:[ \\t]*(?<what>.*?)[ \\t]*$", Pattern.MULTILINE);
    private static final Pattern FORM = Pattern.compile("(?<id>[0-9a-fA-F]{5,40}) \\(\"(?<subject>.*)\"\\)");
    private static final int USUAL_DIGITS = 12;

    private FixesTags() {}

    /**
     * Checks a commit message.
     *
     * @param base the kernel before the series, whose history is searched
     */
    public static Check check(String message, KernelTree base) {
        List<String> tags = TAG.matcher(message).results().map(r -> r.group(1)).toList();
        if (tags.isEmpty()) {
            return Check.pass(NAME);
        }
        CommitText.History history = CommitText.historyOf(base);
        if (history == CommitText.History.NONE) {
            return Check.skipped(NAME, "the kernel comes without its history: " + String.join("; ", tags));
        }
        List<String> wrong = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (String tag : tags) {
            look(tag, base, history, wrong, odd);
        }
        if (!wrong.isEmpty()) {
            wrong.addAll(odd);
            return new Check(NAME, Check.Outcome.FAIL, wrong);
        }
        return odd.isEmpty() ? Check.pass(NAME) : new Check(NAME, Check.Outcome.WARN, odd);
    }

    private static void look(
            String tag, KernelTree base, CommitText.History history, List<String> wrong, List<String> odd) {
        Matcher form = FORM.matcher(tag);
        if (!form.matches()) {
            wrong.add("Fixes: " + tag + ": not of the form 123456789abc (\"subject\")");
            return;
        }
        String id = form.group("id");
        Optional<CommitText> commit = CommitText.find(base, id.toLowerCase(java.util.Locale.ROOT));
        if (commit.isEmpty()) {
            boolean cut = history == CommitText.History.CUT;
            (cut ? odd : wrong)
                    .add("Fixes: " + id + ": no such commit" + (cut ? " in what this shallow clone has" : ""));
        } else if (!commit.get().subject().equals(form.group("subject"))) {
            wrong.add("Fixes: " + id + ": that commit's subject is \""
                    + commit.get().subject() + "\"");
        } else if (!CommitText.isIn(base, commit.get().id())) {
            wrong.add("Fixes: " + id + ": that commit is not in the history of this kernel");
        } else if (id.length() < USUAL_DIGITS) {
            odd.add("Fixes: " + id + ": fewer than " + USUAL_DIGITS + " digits");
        }
    }
}
