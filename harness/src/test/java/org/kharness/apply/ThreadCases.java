/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.kharness.series.diff.Raw;

/** Made-up threads: series and single patches with rerolls, resends, corrections, answers, gaps, and odd mails among them. */
final class ThreadCases {
    private static final int FILES = 6;
    private static final int LINES = 40;
    private static final List<String> AUTHORS = List.of(
            "Ada Tester <ada@example.org>",
            "\"Sammy Davis Jr.\" <sd@example.org>",
            "=?utf-8?q?J=C3=B6rg_M=C3=BCller?= <j@example.org>",
            "J\u00f6rg Latin <l@example.org>",
            "plain@example.org",
            "A <a@example.org>",
            "\"Last, First\" <lf@example.org>",
            "Name (Company) <n@example.org>");

    private final Random random;
    private int serial;

    ThreadCases(long seed) {
        random = new Random(seed);
    }

    /**
     * A thread.
     *
     * @param mails all mails, as they lie in an mbox
     * @param right those that are meant, in their order
     * @param kind what it is made to show
     */
    record Thread(List<String> mails, List<String> right, String kind) {
        String all() {
            return box(mails);
        }

        String chosen() {
            return box(right);
        }

        private static String box(List<String> mails) {
            StringBuilder box = new StringBuilder();
            mails.forEach(m -> box.append("From nobody Thu Jan  1 00:00:00 1970\n")
                    .append(m)
                    .append('\n'));
            return box.toString();
        }
    }

    /** The contents of a file of the base. */
    static String base(int file) {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= LINES; line++) {
            text.append("file ").append(file).append(" line ").append(line).append('\n');
        }
        return text.toString();
    }

    static int files() {
        return FILES;
    }

    /** What a mail needs to be written; a mail is changed by changing these. */
    private static final class Draft {
        private String id = "";
        private String author = AUTHORS.get(0);
        private String subject = "";
        private String parent = "";
        private String inBody = "";
        private String text = "Why it is done.\n\nSigned-off-by: Ada Tester <ada@example.org>\n";
        private String diff = "";
        private int hour;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    Thread next() {
        serial++;
        return switch (random.nextInt(11)) {
            case 0 -> rerolledSingle();
            case 1 -> resent();
            case 2 -> corrected();
            case 3 -> incomplete();
            case 4 -> loose();
            case 5 -> broken();
            case 6 -> odd();
            case 7 -> absent();
            default -> rerolled();
        };
    }

    /** A change of one line of a file of its own, so that patches go in in any company. */
    private String diff(int file, int line, String word) {
        StringBuilder out = new StringBuilder();
        String name = "f" + file;
        int first = Math.max(1, line - 3);
        int last = Math.min(LINES, line + 3);
        int length = last - first + 1;
        out.append("diff --git a/%1$s b/%1$s\n".formatted(name));
        if (chance(3)) {
            out.append("index 1234567..89abcde 100644\n");
        }
        int offset = chance(5) ? 2 : 0;
        out.append("--- a/%1$s\n+++ b/%1$s\n@@ -%2$d,%3$d +%2$d,%3$d @@\n".formatted(name, first + offset, length));
        for (int at = first; at <= last; at++) {
            String text = "file " + file + " line " + at + "\n";
            out.append(at == line ? "-" + text + "+" + word + "\n" : " " + text);
        }
        return out.toString();
    }

    private String extra() {
        String name = "new" + serial + "-" + random.nextInt(1000);
        return switch (random.nextInt(6)) {
            case 0 ->
                "diff --git a/%1$s b/%1$s\nnew file mode 100755\n--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1 @@\n+new\n"
                        .formatted(name);
            case 1 -> "diff --git a/%1$s b/%1$s\nnew file mode 100644\nindex 0000000..e69de29\n".formatted(name);
            case 2 ->
                "--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n"
                        .formatted(name);
            default -> "";
        };
    }

    /** A posting's drafts: the cover letter first if it has one. */
    private List<Draft> posting(String prefix, int total, String parent, int hour, boolean cover) {
        List<Draft> drafts = new ArrayList<>();
        String author = one(AUTHORS);
        String stem = switch (random.nextInt(3)) {
            case 0 -> "202104131303" + (10 + hour) + ".2537" + serial + "-%d-ada@example.org";
            case 1 -> "20210413-slug" + serial + "-v" + hour + "-%d-0123456789ab@example.org";
            default -> "id" + serial + "." + hour + ".%d@example.org";
        };
        boolean deep = chance(2);
        String word = "word " + random.nextInt(1000);
        for (int n = cover ? 0 : 1; n <= total; n++) {
            Draft draft = new Draft();
            draft.id = stem.formatted(n);
            draft.author = author;
            draft.hour = hour;
            draft.subject = "[" + prefix + " " + n + "/" + total + "] " + (n == 0 ? "about it" : "part " + n);
            draft.diff = n == 0 ? "" : diff(n % FILES, 5 + random.nextInt(30), word + n) + extra();
            draft.parent = drafts.isEmpty() ? parent : deep ? drafts.get(drafts.size() - 1).id : drafts.get(0).id;
            drafts.add(draft);
        }
        return drafts;
    }

    private Draft single(String prefix, String title, String parent, int hour) {
        Draft draft = new Draft();
        draft.id = "single" + serial + "." + hour + "." + random.nextInt(1000) + "@example.org";
        draft.author = AUTHORS.get(serial % AUTHORS.size());
        draft.subject = prefix + " " + title;
        draft.parent = parent;
        draft.hour = hour;
        draft.diff = diff(random.nextInt(FILES), 5 + random.nextInt(30), "word " + random.nextInt(1000)) + extra();
        return draft;
    }

    private Draft answer(Draft to, int hour) {
        Draft draft = new Draft();
        draft.id = "answer" + serial + "." + hour + "." + random.nextInt(100_000) + "@example.org";
        draft.author = "Rev Iewer <rev@example.org>";
        draft.subject = "Re: " + to.subject;
        draft.parent = to.id;
        draft.hour = hour;
        draft.text =
                "> " + to.text.replace("\n", "\n> ") + "\nLooks fine.\n\nReviewed-by: Rev Iewer <rev@example.org>\n";
        draft.diff = chance(3) ? diff(0, 20, "an idea") : "";
        return draft;
    }

    private Thread thread(String kind, List<Draft> all, List<Draft> right) {
        List<Draft> shuffled = new ArrayList<>(all);
        for (Draft draft : all) {
            if (chance(3)) {
                shuffled.add(answer(draft, draft.hour));
            }
        }
        if (chance(2)) {
            Collections.shuffle(shuffled, random);
        }
        java.util.Map<Draft, String> written = new java.util.IdentityHashMap<>();
        shuffled.forEach(d -> written.put(d, write(d)));
        return new Thread(
                shuffled.stream().map(written::get).toList(),
                right.stream().map(written::get).toList(),
                kind);
    }

    private static List<Draft> patches(List<Draft> posting) {
        return posting.stream().filter(d -> !d.diff.isEmpty()).toList();
    }

    private Thread rerolled() {
        int versions = 1 + random.nextInt(3);
        List<Draft> all = new ArrayList<>();
        List<Draft> last = List.of();
        for (int v = 1; v <= versions; v++) {
            String parent = last.isEmpty() || chance(2) ? "" : last.get(random.nextInt(last.size())).id;
            String prefix = v == 1 ? "PATCH" : chance(2) ? "PATCH v" + v : "RFC PATCH net-next v" + v;
            last = posting(prefix, 1 + random.nextInt(4), parent, v, chance(2));
            all.addAll(last);
        }
        return thread("rerolled", all, patches(last));
    }

    private Thread rerolledSingle() {
        List<Draft> all = new ArrayList<>();
        Draft last = single("[PATCH]", "x: do y", "", 1);
        all.add(last);
        for (int v = 2; v <= 1 + random.nextInt(3) + 1; v++) {
            String title = chance(3) ? "x: do y better" : "x: do y";
            last = single("[PATCH v" + v + "]", title, chance(4) ? "" : last.id, v);
            if (last.parent.isEmpty()) {
                last.subject =
                        "[PATCH v" + v + "] " + all.get(all.size() - 1).subject.replaceFirst("\\[.*?\\] ", "");
            }
            all.add(last);
        }
        return thread("rerolled single", all, List.of(last));
    }

    private Thread resent() {
        if (chance(2)) {
            Draft first = single("[PATCH]", "x: do y", "", 1);
            Draft again = single("[PATCH RESEND]", "x: do y", chance(2) ? first.id : "", 2);
            again.diff = first.diff;
            return thread("resent single", List.of(first, again), List.of(again));
        }
        List<Draft> first = posting("PATCH v2", 2, "", 1, true);
        List<Draft> again = posting("PATCH RESEND v2", 2, chance(2) ? first.get(0).id : "", 2, true);
        for (int i = 0; i < first.size(); i++) {
            again.get(i).author = first.get(i).author;
        }
        List<Draft> all = new ArrayList<>(first);
        all.addAll(again);
        return thread("resent", all, patches(again));
    }

    /** One patch sent anew in answer to the old one, with a new version or without. */
    private Thread corrected() {
        List<Draft> whole = posting("PATCH", 3, "", 1, chance(2));
        List<Draft> patches = new ArrayList<>(patches(whole));
        int n = random.nextInt(3);
        Draft again = single(
                chance(2) ? "[PATCH v2 " + (n + 1) + "/3]" : "[PATCH " + (n + 1) + "/3]",
                "part " + (n + 1),
                patches.get(n).id,
                2);
        again.author = patches.get(n).author;
        again.diff = diff((n + 1) % FILES, 12, "corrected");
        patches.set(n, again);
        List<Draft> all = new ArrayList<>(whole);
        all.add(again);
        return thread("corrected", all, patches);
    }

    private Thread incomplete() {
        List<Draft> whole = new ArrayList<>(posting("PATCH", 4, "", 1, chance(2)));
        whole.removeIf(d -> d.subject.contains("2/4") || d.subject.contains("4/4"));
        return thread("incomplete", whole, patches(whole));
    }

    private Thread absent() {
        List<Draft> whole = new ArrayList<>(posting("PATCH v2", 3, "gone@example.org", 1, chance(2)));
        if (chance(2)) {
            whole.removeIf(d -> d.diff.isEmpty());
        }
        return thread("absent parent", whole, patches(whole));
    }

    private Thread loose() {
        List<Draft> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Draft draft = single(chance(4) ? "" : "[PATCH]", "loose " + i, "", i + 1);
            draft.diff = diff(i, 5 + random.nextInt(30), "loose");
            all.add(draft);
        }
        List<String> written = all.stream().map(this::write).toList();
        return new Thread(written, written, "loose");
    }

    private Thread broken() {
        Draft draft = single("[PATCH]", "broken", "", 1);
        draft.diff = switch (random.nextInt(5)) {
            case 0 -> draft.diff.replaceFirst("\n file", "\n FILE");
            case 1 -> draft.diff.replaceFirst("@@ -(\\d+),", "@@ -$1,9");
            case 2 -> "";
            case 3 -> draft.diff.replaceAll("(?m)^ ", "");
            default -> draft.diff.replace(" b/f", " b/../f").replace("+++ b/", "+++ b/../");
        };
        return thread("broken", List.of(draft), List.of(draft));
    }

    private Thread odd() {
        Draft draft = single("[PATCH]", "odd", "", 1);
        String mail = write(draft);
        String changed = switch (random.nextInt(9)) {
            case 0 -> mail.replaceFirst("(?m)^From: .*\n", "");
            case 1 -> mail.replaceFirst("(?m)^Date: .*\n", "");
            case 2 -> mail.replaceFirst("(?m)^Date: .*\n", "Date: Thu, 2 Dec 1969 10:00:00 +0000\n");
            case 3 -> mail.replaceFirst("(?m)^Date: .*\n", "Date: 2 Dec 2021 10:00:00 +2359\n");
            case 4 -> mail.replaceFirst("(?m)^From: .*\n", "From: nobody\n");
            case 5 -> mail.replaceFirst("(?m)^From: .*\n", "From: ... <dots@example.org>\n");
            case 6 -> mail.replaceFirst("(?m)^Subject: .*\n", "");
            case 7 -> mail.replace("\n", "\r\n");
            default -> mail.replaceFirst("(?m)^From: .*\n", "From: Jane Doe <jane>\n");
        };
        return new Thread(List.of(changed), List.of(changed), "odd");
    }

    private String write(Draft draft) {
        StringBuilder head = new StringBuilder();
        head.append("From: ")
                .append(draft.author)
                .append("\nSubject: ")
                .append(draft.subject)
                .append('\n');
        head.append("Date: Thu, 2 Dec 2021 %02d:%02d:00 +0800\n".formatted(10 + draft.hour, random.nextInt(60)));
        head.append("Message-ID: <").append(draft.id).append(">\n");
        if (!draft.parent.isEmpty()) {
            head.append("In-Reply-To: <").append(draft.parent).append(">\n");
        }
        String inBody = chance(6) ? "From: Real Author <real@example.org>\n\n" : draft.inBody;
        String body = inBody + draft.text + "---\n f | 2 +-\n\n" + draft.diff + "-- \n2.39.5\n";
        body = draft.diff.isEmpty() ? draft.text : body;
        body += chance(4) ? "\n_______________________________________________\nlist mailing list\n" : "";
        return switch (random.nextInt(5)) {
            case 0 ->
                head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder(76, new byte[] {'\n'})
                                .encodeToString(body.getBytes(StandardCharsets.UTF_8))
                        + "\n";
            case 1 ->
                head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + body.replace("=", "=3D").replace(" done", " =\ndone");
            case 2 ->
                head + "Content-Type: multipart/mixed; boundary=\"=_b\"\n\n--=_b\nContent-Type: text/plain\n\n" + body
                        + "\n--=_b--\n";
            default -> head + "\n" + body;
        };
    }

    /** The bytes of a text of a thread. */
    static byte[] bytes(String text) {
        return Raw.bytes(text);
    }
}
