/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kharness.series.source.Mails.diff;
import static org.kharness.series.source.Mails.mail;
import static org.kharness.series.source.Mails.mbox;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.progress.Progress;
import org.kharness.series.Patch;
import org.kharness.series.PatchReader;
import org.kharness.series.diff.Diffstat;
import org.kharness.series.diff.PatchId;
import org.kharness.series.mail.MailFiles;

class SeriesSourceTest {
    private static final String ONE = mail("p1@x", "[PATCH 1/2] first", "c@x", "text", diff("f", "a", "b"));
    private static final String TWO = mail("p2@x", "[PATCH 2/2] second", "c@x", "text", diff("g", "a", "b"));
    private static final String COVER = mail("c@x", "[PATCH 0/2] cover", "", "about", "");

    @TempDir
    private Path dir;

    private Cache cache;
    private Path patches;

    @BeforeEach
    void folders() throws IOException {
        cache = Cache.at(dir.resolve("cache"));
        patches = Files.createDirectory(dir.resolve("kernel-patches"));
    }

    private RequestedSeries open(String spec) {
        return SeriesSource.open(spec, patches, cache);
    }

    private static List<String> subjects(RequestedSeries series) {
        return series.needPatches().patches().stream().map(Patch::subject).toList();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void readsMailsInFiles() throws Exception {
        Path box = Files.writeString(dir.resolve("a.mbox"), mbox(COVER, TWO, ONE));
        Path packed = Files.write(dir.resolve("b.mbox.gz"), gzip(mbox(TWO, ONE)));
        Path folder = Files.createDirectory(dir.resolve("mails"));
        Files.writeString(folder.resolve("2.eml"), ONE);
        Files.writeString(folder.resolve("1.eml"), TWO);
        Files.writeString(folder.resolve("notes.md"), "no mail");
        Path maildir = Files.createDirectories(dir.resolve("Mail/cur"));
        Files.writeString(maildir.resolve("1700000.1:2,S"), TWO);
        Files.writeString(maildir.resolve("1700000.2:2,S"), ONE);
        for (Path source : List.of(box, packed, folder, dir.resolve("Mail"))) {
            assertThat(subjects(open(source.toString()))).containsExactly("first", "second");
        }
    }

    @Test
    void readsAQuiltFolder() throws Exception {
        Path quilt = Files.createDirectory(dir.resolve("q"));
        Files.writeString(quilt.resolve("series"), "# all\nb.patch\n\na.patch -p0 # why\nc.patch #+ppc\n");
        Files.writeString(
                quilt.resolve("b.patch"), "Description: does b\nAuthor: Q <q@example.org>\n\n" + diff("f", "a", "b"));
        Files.writeString(quilt.resolve("a.patch"), "--- f\n+++ f\n@@ -1 +1 @@\n-a\n+b\n");
        Files.writeString(quilt.resolve("c.patch"), ONE);
        RequestedSeries series = open(quilt.toString());
        assertThat(subjects(series)).containsExactly("does b", "a.patch", "first");
        List<Patch> all = series.needPatches().patches();
        assertThat(all.get(0).authorEmail()).isEqualTo("q@example.org");
        assertThat(all.get(1).files().get(0).name()).isEqualTo("f");
        assertThat(series.needPatches().notes()).anyMatch(n -> n.contains("#+ppc"));
    }

    @Test
    void keepsTheCarriageReturnsOfFilesButNotThoseOfTransport() throws Exception {
        Path quilt = Files.createDirectory(dir.resolve("q"));
        Files.writeString(quilt.resolve("series"), "dos.patch\t# why\ncarried.patch -R\n");
        Files.writeString(quilt.resolve("dos.patch"), "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\r\n+b\r\n");
        Files.writeString(quilt.resolve("carried.patch"), "--- a/g\r\n+++ b/g\r\n@@ -1 +1,2 @@\r\n a\r\n+b\r\n");
        List<Patch> all = open(quilt.toString()).needPatches().patches();
        assertThat(all.get(0).files().get(0).hunks().get(0).after()).containsExactly("b\r\n");
        assertThat(all.get(1).files().get(0).hunks().get(0).before()).containsExactly("a\n", "b\n");
        assertThat(all.get(1).files().get(0).hunks().get(0).after()).containsExactly("a\n");
    }

    @Test
    void aQuiltSeriesStaysInItsFolder() throws Exception {
        Path quilt = Files.createDirectory(dir.resolve("q"));
        Files.writeString(quilt.resolve("series"), "../secret\n");
        assertThatThrownBy(() -> open(quilt.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(":1");
    }

    @Test
    void readsAGitRange() throws Exception {
        Path repo = Files.createDirectory(dir.resolve("r"));
        Path script = Files.writeString(dir.resolve("s.sh"), """
                export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@x
                git init -q . && echo 1 >f && git add f && git commit -qm base && git tag base
                printf 'x\\r\\ny' >f && git commit -qam 'first: one

                --- in the text
                diff --git is text too'
                printf '\\0\\1' >bin && git add bin && git mv f g && git commit -qm second
                """);
        Command.of("sh", script.toString()).in(repo).runOrFail();
        RequestedSeries series = open("git:" + repo + "@base..HEAD");
        assertThat(subjects(series)).containsExactly("first: one", "second");
        Patch first = series.needPatches().patches().get(0);
        assertThat(first.message()).contains("--- in the text");
        assertThat(first.diff()).contains("+x\r\n");
        assertThat(series.needPatches().patches().get(1).diff())
                .contains("GIT binary patch")
                .contains("rename to g");
        assertThatThrownBy(() -> open("git:" + repo + "@base..nope")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> open("git:" + dir + "@a..b")).isInstanceOf(InputException.class);
    }

    @Test
    void readsAPublicInboxAndItsGrowth() throws Exception {
        Path work = Files.createDirectory(dir.resolve("w"));
        commit(work, COVER, ONE, mail("o@x", "other", "", "no patch", ""));
        String spec = "inbox:" + work.resolve(".git") + "#p2@x";
        assertThatThrownBy(() -> open(spec)).isInstanceOf(InputException.class).hasMessageContaining("p2@x");
        commit(work, TWO);
        assertThat(subjects(open(spec))).containsExactly("first", "second");
    }

    private static void commit(Path work, String... mails) throws IOException {
        for (String mail : mails) {
            Files.writeString(work.resolve("m"), mail);
            Command.of(
                            "sh",
                            "-c",
                            "[ -d .git ] || git init -q .; git add m; git -c user.name=a -c user.email=a@x commit -qm m")
                    .in(work)
                    .runOrFail();
        }
    }

    @Test
    void asksAServerForTheThread() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        byte[] answer = gzip("From mboxrd@z Thu Jan  1 00:00:00 1970\n" + ONE.replace("text", ">From the start")
                + "\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\n" + TWO);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            asked.set(path);
            boolean known = path.contains("p1%40x");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? answer.length : -1);
            exchange.getResponseBody().write(known ? answer : new byte[0]);
            exchange.close();
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/all/");
        SeriesSource source = new SeriesSource(patches, cache, SeriesOptions.DEFAULT.at(base), Progress.NONE);
        try {
            RequestedSeries series = source.open("lore:p1@x");
            assertThat(subjects(series)).containsExactly("first", "second");
            assertThat(series.needPatches().patches().get(0).message())
                    .contains("From the start")
                    .doesNotContain(">From");
            assertThat(asked.get()).isEqualTo("/all/p1%40x/t.mbox.gz");
            assertThatThrownBy(() -> source.open("lore:none@x")).isInstanceOf(InputException.class);
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> source.open("lore:p1@x")).isInstanceOf(SurroundingsException.class);
    }

    @Test
    void fetchesOnlyWhatTheManifestPins() throws Exception {
        Path folder = Files.createDirectory(patches.resolve("mine"));
        String manifest = """
                schema: 1
                id: mine
                title: t
                diffstat: {files: 2, insertions: 2, deletions: 2}
                patches:
                  - {number: 1, subject: first, message_id: p1@x, patch_id: %s}
                  - {number: 2, subject: second, message_id: p2@x, patch_id: %s}
                """.formatted(PatchId.of(diff("f", "a", "b")), PatchId.of(diff("g", "a", "b")));
        Files.writeString(folder.resolve("series.yaml"), manifest);
        assertThatThrownBy(() -> open("mine").needPatches())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fetch");
        SeriesSource source = new SeriesSource(patches, cache, SeriesOptions.DEFAULT, Progress.NONE);
        SeriesFetcher fetcher = new SeriesFetcher(source, cache);
        Path forged = Files.writeString(dir.resolve("forged"), mbox(ONE, TWO.replace("+b", "+c")));
        assertThatThrownBy(() -> fetcher.fetch("mine", forged.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("patch-id");
        assertThat(open("mine").patches()).isNull();
        Path half = Files.writeString(dir.resolve("half"), mbox(ONE));
        assertThatThrownBy(() -> fetcher.fetch("mine", half.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("p2@x");
        fetcher.fetch(
                "mine", Files.writeString(dir.resolve("good"), mbox(TWO, ONE)).toString());
        assertThat(subjects(open("mine"))).containsExactly("first", "second");
        Files.writeString(folder.resolve("series.yaml"), manifest.replace("files: 2", "files: 3"));
        assertThatThrownBy(() -> fetcher.fetch("mine", dir.resolve("good").toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("as a whole");
    }

    @Test
    void countsTheWholeSeriesNotTheSumOfItsPatches() {
        Patch first = PatchReader.read(MailFiles.inText("a", ONE).get(0));
        String back = mail("p3@x", "[PATCH] back", "", "t", diff("f", "b", "a"));
        Patch second = PatchReader.read(MailFiles.inText("b", back).get(0));
        assertThat(WholeDiffstat.of(List.of(first))).isEqualTo(new Diffstat(1, 1, 1));
        assertThat(WholeDiffstat.of(List.of(first, second))).isEqualTo(new Diffstat(0, 0, 0));
    }

    @Test
    void anUnknownSeriesIsOneLine() {
        assertThatThrownBy(() -> open("nope"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no series nope");
    }
}
