/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.SourceDirectory;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/** With a small tree that a real make builds: what is compiled when, and that what comes out is what a build from nothing gives. */
class KeptObjectsTest {
    private static final int SOURCES = 9;
    /** The objects for which a copy is made. */
    private static final int WORTH = 5;

    private static final String NAME = "6.1-toy";

    /** As kbuild: an object depends on what it was made of, and the list lies beside it. A file that says "broken" does not compile. */
    private static final String MAKEFILE = """
            OBJECTS := $(patsubst $(SRC)/%.c,%.o,$(wildcard $(SRC)/*.c))
            vmlinux: $(OBJECTS)
            	@cat $^ >$@; touch .config
            %.o: $(SRC)/%.c $(SRC)/include/wide.h
            	@if grep -q broken $<; then exit 1; fi; \
            		echo $@ >>../log; cat $^ >$@; \
            		{ echo 'cmd_$@ := cat'; echo; echo 'source_$@ := $<'; echo; echo 'deps_$@ := \\\\'; \\
            		printf '  %s \\\\\\n' $(filter %.h,$^); echo; } >.$@.cmd
            one.o two.o: $(SRC)/include/narrow.h
            """;

    @TempDir
    Path dir;

    private Cache cache = new Cache(Path.of(""), wait -> {});
    private Path repository = Path.of("");
    private final List<KernelTree> commits = new ArrayList<>();
    private final Toolchain toolchain = new ToolchainHere();

    /** A commit for each state of the wide header; a state below 0 is that of its absolute value with a file that does not compile. */
    private void history(int... wide) throws Exception {
        cache = Cache.at(dir.resolve("cache"));
        repository = dir.resolve("linux.git");
        StringBuilder stream = new StringBuilder();
        for (int n = 0; n < wide.length; n++) {
            stream.append("commit refs/heads/main\nmark :").append(n + 1);
            stream.append("\ncommitter D <d@example.org> ")
                    .append(1_700_000_000L + n)
                    .append(" +0000\ndata 1\nc\n");
            if (n == 0) {
                file(stream, "Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n");
                for (int i = 0; i < SOURCES - 2; i++) {
                    file(stream, "u" + i + ".c", "source " + i + "\n");
                }
                file(stream, "one.c", "one\n");
            }
            file(stream, "two.c", wide[n] < 0 ? "broken\n" : "two\n");
            file(stream, "include/wide.h", "wide " + Math.abs(wide[n]) + "\n");
            file(stream, "include/narrow.h", "narrow " + n + "\n");
        }
        Path input = Files.writeString(dir.resolve("stream"), stream, StandardCharsets.UTF_8);
        Command.of("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString())
                .runOrFail();
        Command.of("git", "--git-dir=" + repository, "fast-import", "--quiet")
                .from(input)
                .runOrFail();
        try (Cleanup cleanup = new Cleanup()) {
            for (int n = 0; n < wide.length; n++) {
                commits.add(KernelSource.parse("git:" + repository + "@main~" + (wide.length - 1 - n))
                        .obtain(new JobContext(cache, Progress.NONE, cleanup)));
            }
        }
    }

    private static void file(StringBuilder stream, String name, String text) {
        stream.append("M 644 inline ")
                .append(name)
                .append("\ndata ")
                .append(text.length())
                .append('\n')
                .append(text);
    }

    /** Builds as {@link KernelBuild} does; answers how many objects were compiled. */
    private int build(int commit, @Nullable KeptObjects kept) throws IOException {
        KernelTree tree = commits.get(commit);
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, Progress.NONE);
                ObjectDirectory objects = ObjectDirectory.hold(cache, NAME, toolchain)) {
            Path log = objects.path().resolveSibling("log");
            Files.deleteIfExists(log);
            if (kept != null) {
                kept.ready(NAME, objects, source, tree, source.path().toString());
            }
            Files.deleteIfExists(log);
            objects.begin();
            objects.making(tree.tree());
            CommandResult result = make(source.path(), objects.path());
            if (result.ok()) {
                objects.made(tree.tree());
                assertThat(objects.path().resolve("vmlinux")).hasContent(whole(source.path()));
            }
            objects.ended();
            return Files.exists(log) ? Files.readAllLines(log).size() : 0;
        }
    }

    private CommandResult make(Path source, Path objects) throws IOException {
        Path makefile = Files.writeString(dir.resolve("toy.mk"), MAKEFILE);
        return Command.of("make", "-k", "-C", objects.toString(), "-f", makefile.toString(), "SRC=" + source)
                .run();
    }

    /** What a build from nothing gives. */
    private static String whole(Path source) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(source)) {
            String wide = Files.readString(source.resolve("include/wide.h"));
            String narrow = Files.readString(source.resolve("include/narrow.h"));
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
                all.append(Files.readString(file)).append(wide);
                all.append(file.endsWith("one.c") || file.endsWith("two.c") ? narrow : "");
            }
        }
        return all.toString();
    }

    private List<Integer> builds(@Nullable KeptObjects kept, int... order) throws IOException {
        List<Integer> compiled = new ArrayList<>();
        for (int commit : order) {
            compiled.add(build(commit, kept));
        }
        return compiled;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.strip().split(" +"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** The good end is there; then come the bad end and the steps. */
    @ParameterizedTest
    @CsvSource({
        // one change, in the middle: what lies on either side is compiled once
        "1 1 1 1 2 2 2 2 2, 0 8 4 2 3,   9 9 2 2 2,   9 9 2 9 2",
        "1 1 1 1 1 2 2 2 2, 0 8 4 6 5,   9 9 2 2 2,   9 9 9 9 2",
        "1 1 1 1 1 1 1 1 2, 0 8 4 6 7 6, 9 9 2 2 2 2, 9 9 9 2 2 2",
        // the change is taken back
        "1 1 1 2 2 2 1 1 1, 0 8 4 6 5,   9 2 9 2 2,   9 2 9 9 9",
        // always another: nothing is there that would help
        "1 2 3 4 5 6 7 8 9, 0 8 4 6 5,   9 9 9 9 9, 9 9 9 9 9",
        // more states than copies: that of the good end stays, which the search comes back to, and so does the nearest
        "1 1 2 3 4 5 6 7 7 8, 0 9 8 6 5 4 3 2 1 7, 9 9 9 9 9 9 9 9 2 9, 9 9 9 9 9 9 9 9 9 9",
        // nothing wide
        "1 1 1 1 1 1 1 1 1, 0 8 4 6 5,   9 2 2 2 2,    9 2 2 2 2",
    })
    void aHeaderThatChangesBackCompilesNothingTwice(String wide, String order, String kept, String oneFolder)
            throws Exception {
        history(numbers(wide));
        assertThat(builds(null, numbers(order))).as("in one folder").containsExactly(boxed(oneFolder));
        Cache.delete(cache.root());
        commits.clear();
        Cache.delete(repository);
        history(numbers(wide));
        try (KeptObjects copies = new KeptObjects(cache, Progress.NONE, WORTH)) {
            assertThat(builds(copies, numbers(order))).as("with copies").containsExactly(boxed(kept));
        }
        assertThat(cache.folder("tmp")).as("the copies are gone").isEmptyDirectory();
    }

    private static Integer[] boxed(String text) {
        return Arrays.stream(numbers(text)).boxed().toArray(Integer[]::new);
    }

    @Test
    void aBuildThatFailsIsNotTakenForAWholeOne() throws Exception {
        history(1, 2, -3, 3, 1);
        try (KeptObjects copies = new KeptObjects(cache, Progress.NONE, WORTH)) {
            assertThat(builds(copies, 0, 1, 2, 4, 3))
                    .as("two.c does not compile in the third; the last finds what the third left in no folder")
                    .containsExactly(9, 9, 8, 2, 9);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whateverTheOrderTheResultIsRight(long seed) throws Exception {
        Random random = new Random(seed);
        history(IntStream.range(0, 16)
                .map(n -> (1 + random.nextInt(6)) * (random.nextInt(5) == 0 ? -1 : 1))
                .toArray());
        try (KeptObjects copies = new KeptObjects(cache, Progress.NONE, WORTH)) {
            for (int step = 0; step < 25; step++) {
                int commit = random.nextInt(16);
                boolean besides = random.nextInt(6) == 0;
                build(commit, besides ? null : copies); // which looks at the result
                assertThat(copies(cache)).isLessThanOrEqualTo(KeptObjects.MOST);
            }
        }
    }

    private static long copies(Cache cache) throws IOException {
        try (Stream<Path> all = Files.find(cache.folder("tmp"), 2, (p, a) -> p.endsWith("obj") || a.isDirectory())) {
            return all.filter(p -> p.getFileName().toString().endsWith("-" + NAME))
                    .count();
        }
    }

    @Test
    void whatSomebodyElseBuiltIsNotTakenForWhole() throws Exception {
        history(1, 2, 1);
        build(0, null);
        try (ObjectDirectory objects = ObjectDirectory.hold(cache, NAME, toolchain)) {
            assertThat(objects.madeOf().whole()).isTrue();
            assertThat(objects.madeOf().trees()).containsExactly(commits.get(0).tree());
            Path other = Files.writeString(objects.path().resolve("one.o"), "of another version of the harness");
            // A file system's clock may have gone on by nothing since the note
            Files.setLastModifiedTime(other, FileTime.from(Instant.now().plusSeconds(1)));
            assertThat(objects.madeOf()).isEqualTo(ObjectDirectory.MadeOf.UNKNOWN);
            objects.making(commits.get(1).tree());
            assertThat(objects.madeOf()).isEqualTo(ObjectDirectory.MadeOf.UNKNOWN);
        }
    }

    @Test
    void nothingBehindALinkIsTouched() throws Exception {
        history(1);
        Path outside = Files.createDirectories(dir.resolve("outside"));
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(Files.writeString(outside.resolve("file"), ""), old);
        try (SourceDirectory source = SourceDirectory.hold(cache, commits.get(0), Progress.NONE)) {
            Files.createSymbolicLink(source.path().resolve("folder"), outside);
            Files.createSymbolicLink(source.path().resolve("link"), outside.resolve("file"));
            source.touch(List.of("folder/file", "link", "gone", "two.c"), Instant.ofEpochSecond(2_000_000_000));
            assertThat(Files.getLastModifiedTime(outside.resolve("file"))).isEqualTo(old);
            assertThat(Files.getLastModifiedTime(source.path().resolve("two.c")).toMillis())
                    .isEqualTo(2_000_000_000_000L);
        }
    }

    @Test
    void effortIsOfTheNearestFolder() throws Exception {
        history(1, 1, 2, 3, 2);
        try (KeptObjects copies = new KeptObjects(cache, Progress.NONE, WORTH)) {
            assertThat(copies.effort(commits.get(0))).as("nothing is known yet").isEmpty();
            builds(copies, 0, 2);
            assertThat(commits.stream().map(c -> copies.effort(c).orElseThrow()))
                    .as("the header of the first, second, third and last is there")
                    .containsExactly(0, 2, 0, 9, 2);
        }
    }
}
