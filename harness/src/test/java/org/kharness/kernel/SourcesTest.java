/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** Kernels from archives, folders and git, and the source folder that follows them; tiny trees stand for kernels. */
class SourcesTest {
    private static final String MAKEFILE =
            "# SPDX-License-Identifier: GPL-2.0\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\nEXTRAVERSION = -rc2\n";

    @TempDir
    Path folder;

    private Cache cache;

    @BeforeEach
    void open() {
        cache = Cache.at(folder.resolve("cache"));
    }

    private KernelTree obtain(String spec) {
        try (Cleanup cleanup = new Cleanup()) {
            return KernelSource.parse(spec).obtain(new JobContext(cache, Progress.NONE, cleanup));
        }
    }

    private Map<String, String> held(KernelTree tree) throws IOException {
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, Progress.NONE)) {
            return content(source.path());
        }
    }

    /** Every file of a folder by its path: mode and content, or the target of a link. */
    private static Map<String, String> content(Path dir) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(f -> !Files.isDirectory(f) || Files.isSymbolicLink(f))
                    .toList()) {
                String name = dir.relativize(file).toString();
                found.put(
                        name,
                        Files.isSymbolicLink(file)
                                ? "-> " + Files.readSymbolicLink(file)
                                : (Files.isExecutable(file) ? "x " : "")
                                        + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }

    private Path archive(String name, String... extra) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(name.endsWith("gz") ? new GZIPOutputStream(out) : out)) {
            add(tar, "linux-6.1/Makefile", MAKEFILE, 0644);
            add(tar, "linux-6.1/scripts/run.sh", "#!/bin/sh\n", 0755);
            add(tar, "linux-6.1/a \"b\"", "quoted\n", 0600);
            TarArchiveEntry link = new TarArchiveEntry("linux-6.1/link", TarConstants.LF_SYMLINK);
            link.setLinkName("scripts/run.sh");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            for (String path : extra) {
                add(tar, path, "extra\n", 0644);
            }
        }
        return file;
    }

    private static void add(TarArchiveOutputStream tar, String name, String content, int mode) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        entry.setModTime(1_600_000_000_000L);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private Path userTree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("user"));
        Files.writeString(tree.resolve("Makefile"), MAKEFILE);
        Files.writeString(tree.resolve(".gitignore"), "*.o\n");
        Files.createDirectories(tree.resolve("mm"));
        Files.writeString(tree.resolve("mm/a.c"), "int a;\n");
        Files.writeString(tree.resolve("mm/a.o"), "object\n");
        return tree;
    }

    private static RevCommit commit(Git git, String message) throws Exception {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        PersonIdent who = new PersonIdent("A User", "user@example.org");
        return git.commit()
                .setMessage(message)
                .setAuthor(who)
                .setCommitter(who)
                .setSign(false)
                .call();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6.1",
                "svn:/x",
                "debian:",
                "debian:6",
                "debian:Trixie!",
                "git:",
                "git:@v6.1",
                "git:/no/such@v6.1",
                "git:/tmp@v6.1",
                "dir:/no/such",
                "dir:/tmp",
                "tar:/no/such",
                "tar:/tmp",
                "tar:a\0b"
            })
    void badSpecificationsAreOneLineOfBadInput(String spec) {
        assertThatThrownBy(() -> obtain(spec))
                .isInstanceOf(InputException.class)
                .message()
                .doesNotContain("\n")
                .contains(spec.isEmpty() ? "unknown kernel" : spec);
    }

    @Test
    void importsAnArchiveAndItsSourceFolder() throws IOException {
        KernelTree tree = obtain("tar:" + archive("linux.tar.gz"));

        assertThat(tree.release()).isEqualTo("6.1.7-rc2");
        // The path of the user's file is no part of it: everyone gets this id
        assertThat(tree.tree()).isEqualTo(obtain("tar:" + archive("other.tar")).tree());
        assertThat(held(tree))
                .containsExactly(
                        Map.entry("Makefile", MAKEFILE),
                        Map.entry("a \"b\"", "quoted\n"),
                        Map.entry("link", "-> scripts/run.sh"),
                        Map.entry("scripts/run.sh", "x #!/bin/sh\n"));
    }

    @Test
    void findsAnImportedArchiveAgain() throws IOException {
        Path file = archive("linux.tar");
        KernelTree first = obtain("tar:" + file);
        Path renamed = Files.move(file, folder.resolve("renamed.tar"));

        KernelTree second = obtain("tar:" + renamed);

        assertThat(second.commit()).isEqualTo(first.commit());
        assertThat(second.source()).isEqualTo("tar:" + renamed);
        assertThat(folder.resolve("cache/tmp")).isEmptyDirectory();
    }

    @Test
    void aCheckoutGivesWhatTheImportGave() throws IOException {
        KernelTree tree = obtain("tar:" + archive("linux.tar"));
        Map<String, String> imported = held(tree);
        Cache.delete(folder.resolve("cache/source"));

        assertThat(held(tree)).isEqualTo(imported);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/evil", "linux-6.1/../../evil", "linux-6.1/.git/hooks/x", "linux-6.1/link/x"})
    void writesNothingOutsideForAHostileArchive(String name) throws IOException {
        Path file = archive("evil.tar", name);

        assertThatThrownBy(() -> obtain("tar:" + file))
                .isInstanceOfAny(InputException.class, org.kharness.failure.SurroundingsException.class);
        assertThat(folder.resolve("cache/tmp")).isEmptyDirectory();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void saysWhatIsNoArchiveOrCutOff() throws IOException {
        Path text = Files.writeString(folder.resolve("text.tar"), "no archive, but long enough\n".repeat(100));
        byte[] whole = Files.readAllBytes(archive("whole.tar.gz"));
        Path cut = Files.write(folder.resolve("cut.tar.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> obtain("tar:" + text)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> obtain("tar:" + cut))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cut.tar.gz");
        assertThat(folder.resolve("cache/tmp")).isEmptyDirectory();
    }

    @Test
    void takesAFolderAsItIsWithoutBuildProducts() throws IOException {
        Path user = userTree();
        Map<String, String> before = content(user);
        KernelTree first = obtain("dir:" + user);
        assertThat(held(first)).containsOnlyKeys(".gitignore", "Makefile", "mm/a.c");

        Files.writeString(user.resolve("mm/a.c"), "int changed;\n");
        Files.writeString(user.resolve("mm/b.c"), "int b;\n");
        KernelTree second = obtain("dir:" + user);

        assertThat(held(second))
                .containsEntry("mm/a.c", "int changed;\n")
                .containsEntry("mm/b.c", "int b;\n")
                .hasSize(4);
        Files.delete(user.resolve("mm/b.c"));
        Files.writeString(user.resolve("mm/a.c"), "int a;\n");
        assertThat(obtain("dir:" + user).commit()).isEqualTo(first.commit());
        assertThat(content(user)).isEqualTo(before);
    }

    @Test
    void takesAGitFolderAsFilesWithItsUncommittedChanges() throws Exception {
        Path user = userTree();
        try (Git git = Git.init().setDirectory(user.toFile()).call()) {
            git.add().addFilepattern(".").call();
            commit(git, "one");
        }
        Files.writeString(user.resolve("mm/a.c"), "int uncommitted;\n");
        Map<String, String> before = content(user);

        KernelTree tree = obtain("dir:" + user);

        assertThat(held(tree)).containsEntry("mm/a.c", "int uncommitted;\n").hasSize(3);
        assertThat(content(user)).as("his files, his index, his objects").isEqualTo(before);
    }

    @Test
    void reachesACommitWithoutWritingToTheUsersRepository() throws Exception {
        Path user = userTree();
        String first;
        String second;
        try (Git git = Git.init().setDirectory(user.toFile()).call()) {
            first = commit(git, "one").name();
            Files.writeString(user.resolve("mm/a.c"), "int two;\n");
            second = commit(git, "two").name();
            git.tag().setName("v6.1").setSigned(false).call();
        }
        Map<String, String> before = content(user);

        KernelTree tag = obtain("git:" + user + "@v6.1");
        KernelTree parent = obtain("git:" + user + "@HEAD~1");

        assertThat(tag.commit()).isEqualTo(second);
        assertThat(parent.commit()).isEqualTo(first);
        assertThat(obtain("git:" + user).commit()).isEqualTo(second);
        assertThat(held(tag)).containsEntry("mm/a.c", "int two;\n");
        assertThat(held(parent)).containsEntry("mm/a.c", "int a;\n");
        assertThat(content(user)).isEqualTo(before);
        assertThatThrownBy(() -> obtain("git:" + user + "@nope"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nope");
    }

    @Test
    void rewritesOnlyWhatDiffers() throws IOException {
        Path user = userTree();
        Files.createDirectories(user.resolve("fs"));
        Files.writeString(user.resolve("fs/becomes"), "a file\n");
        Files.writeString(user.resolve("tool"), "#!/bin/sh\n");
        KernelTree first = obtain("dir:" + user);
        Files.delete(user.resolve("fs/becomes"));
        Files.createDirectories(user.resolve("fs/becomes"));
        Files.writeString(user.resolve("fs/becomes/folder.c"), "int f;\n");
        Files.createSymbolicLink(user.resolve("mm/link"), Path.of("a.c"));
        Files.setPosixFilePermissions(user.resolve("tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
        KernelTree second = obtain("dir:" + user);
        Map<String, String> one = held(first);
        Path same = folder.resolve("cache/source/6.1/linux/mm/a.c");
        var time = java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(same, time);

        Map<String, String> two = held(second);

        assertThat(two)
                .containsEntry("fs/becomes/folder.c", "int f;\n")
                .containsEntry("mm/link", "-> a.c")
                .containsEntry("tool", "x #!/bin/sh\n")
                .doesNotContainKey("fs/becomes");
        assertThat(held(first)).isEqualTo(one);
        assertThat(Files.getLastModifiedTime(same)).isEqualTo(time);
    }

    @Test
    void repairsAMoveThatWasCutOff() throws IOException {
        Path user = userTree();
        KernelTree first = obtain("dir:" + user);
        Map<String, String> one = held(first);
        Files.writeString(user.resolve("mm/a.c"), "int two;\n");
        Files.writeString(user.resolve("mm/b.c"), "int b;\n");
        KernelTree second = obtain("dir:" + user);
        Path slot = folder.resolve("cache/source/6.1");
        // As if killed after one removal and one write on the way to the second tree
        Files.writeString(slot.resolve("tree"), first.tree() + "\n" + second.tree());
        Files.delete(slot.resolve("linux/mm/a.c"));
        Files.writeString(slot.resolve("linux/mm/b.c"), "int");

        assertThat(held(first)).isEqualTo(one);
        Files.delete(slot.resolve("tree"));
        Files.delete(slot.resolve("linux/Makefile"));
        assertThat(held(second)).containsEntry("Makefile", MAKEFILE).containsEntry("mm/b.c", "int b;\n");
    }

    @Test
    void isNoKernelWithoutAVersion() throws IOException {
        Path user = userTree();
        Files.writeString(user.resolve("Makefile"), "all:\n");

        assertThatThrownBy(() -> obtain("dir:" + user))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no Linux kernel");
    }

    @Test
    void aFolderMovesBetweenRepositoriesThatKnowNothingOfEachOther() throws Exception {
        KernelTree first;
        Path gone = folder.resolve("gone");
        try (SmallKernel one = new SmallKernel(gone)) {
            one.commit("one", Map.of("mm/same.c", "same\n", "mm/old.c", "old\n", "mm/other.c", "one\n"));
            first = one.obtain("HEAD", cache);
        }
        held(first);
        Path same;
        try (SourceDirectory source = SourceDirectory.hold(cache, first, Progress.NONE)) {
            same = source.path().resolve("mm/same.c");
            Files.setLastModifiedTime(same, FileTime.fromMillis(1_600_000_000_000L));
        }
        Cache.delete(gone);
        try (SmallKernel two = new SmallKernel(folder.resolve("two"))) {
            two.commit("two", Map.of("mm/same.c", "same\n", "mm/other.c", "two\n"));
            assertThat(held(two.obtain("HEAD", cache)))
                    .containsOnlyKeys("Makefile", "mm/other.c", "mm/same.c")
                    .containsEntry("mm/other.c", "two\n");
        }
        assertThat(Files.getLastModifiedTime(same))
                .as("what is the same was not written again")
                .isEqualTo(FileTime.fromMillis(1_600_000_000_000L));
    }
}
