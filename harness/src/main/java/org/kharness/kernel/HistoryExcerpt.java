/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A small repository with nothing but the commits that a text names, for a program that asks git about these and is to see
 * nothing else. The commits come without their trees and, by git's file "shallow", without their parents.
 */
public final class HistoryExcerpt {
    /** git's shortest abbreviation is 4 digits; what people write in messages has at least 5 (checkpatch.pl, GIT_COMMIT_ID). */
    private static final Pattern ID = Pattern.compile("(?<![0-9A-Za-z])[0-9a-fA-F]{5,40}(?![0-9A-Za-z])");

    private static final int MOST_IDS = 500;

    private HistoryExcerpt() {}

    /**
     * Makes the repository.
     *
     * @param kernel whose repository holds the history
     * @param text may name commits; an abbreviation that fits several brings all of them, so that it stays ambiguous
     * @param folder where it goes; must not be there yet
     */
    public static void write(KernelTree kernel, String text, Path folder) {
        Set<String> asked = ID.matcher(text)
                .results()
                .map(r -> r.group().toLowerCase(java.util.Locale.ROOT))
                .limit(MOST_IDS)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Repository from = new KernelRepository(kernel.repository()).jgit();
                ObjectReader reader = from.newObjectReader();
                Repository to = new FileRepositoryBuilder()
                        .setGitDir(folder.toFile())
                        .setBare()
                        .build()) {
            to.create(true);
            Set<String> copied = new TreeSet<>();
            try (ObjectInserter inserter = to.newObjectInserter()) {
                for (String each : asked) {
                    copy(each, reader, inserter, copied);
                }
                inserter.flush();
            }
            if (!copied.isEmpty()) {
                Files.writeString(folder.resolve("shallow"), String.join("\n", copied) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String asked, ObjectReader reader, ObjectInserter inserter, Set<String> copied)
            throws IOException {
        for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(asked))) {
            ObjectLoader object = reader.open(id);
            if (object.getType() == Constants.OBJ_COMMIT && copied.add(id.name())) {
                inserter.insert(Constants.OBJ_COMMIT, object.getBytes());
            }
        }
    }
}
