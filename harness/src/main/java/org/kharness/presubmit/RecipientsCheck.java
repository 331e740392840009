/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.series.PostedMail;

/** Whom a patch should have been sent to, by the tree's MAINTAINERS, and was not. */
final class RecipientsCheck {
    static final String NAME = "recipients";

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"(),;:@]+@[^\\s<>\"(),;:@]+");

    private RecipientsCheck() {}

    /**
     * Looks.
     *
     * @param mail the patch as it was sent; empty where it came in no mail
     * @param wanted who should have got it, as get_maintainer.pl prints them; empty where the kernel has no such script
     */
    static Check check(Optional<PostedMail> mail, Supplier<Optional<List<String>>> wanted) {
        if (mail.isEmpty()) {
            return Check.skipped(NAME, "it came in no mail");
        }
        Optional<List<String>> all = wanted.get();
        if (all.isEmpty()) {
            return Check.skipped(NAME, "the kernel has no scripts/get_maintainer.pl");
        }
        PostedMail sent = mail.get();
        Set<String> got = Stream.of(Stream.of(sent.from()), sent.to().stream(), sent.cc().stream())
                .flatMap(s -> s)
                .flatMap(RecipientsCheck::addresses)
                .collect(Collectors.toSet());
        List<String> missing = all.get().stream()
                .filter(who -> addresses(who).noneMatch(got::contains))
                .map(who -> "not sent to " + who)
                .toList();
        return missing.isEmpty() ? Check.pass(NAME) : new Check(NAME, Outcome.WARN, missing);
    }

    private static Stream<String> addresses(String field) {
        return ADDRESS.matcher(field).results().map(MatchResult::group).map(a -> a.toLowerCase(Locale.ROOT));
    }
}
