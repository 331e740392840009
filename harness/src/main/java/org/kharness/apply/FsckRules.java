/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.Locale;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.kharness.series.diff.Raw;

/** Refuses files that {@code git fsck} calls an error (fsck.c): a server would not take them, and some are attacks. */
final class FsckRules {
    private static final int MOST_ATTRIBUTES = 100 << 20;
    private static final int LONGEST_ATTRIBUTE = 2048;
    /** Characters that HFS+ leaves out of account in names (utf8.c, next_hfs_char). */
    private static final String IGNORED_BY_HFS = "[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]";

    private FsckRules() {}

    /**
     * Checks a file that a patch makes.
     *
     * @param path its path
     * @param mode git's mode
     * @param content its bytes
     */
    static void check(String path, int mode, String content) throws Refusal {
        String name = plain(path.substring(path.lastIndexOf('/') + 1));
        int type = mode & FileMode.TYPE_MASK;
        if (isModules(name)) {
            if (type == FileMode.TYPE_SYMLINK) {
                throw new Refusal(path, "git fsck forbids .gitmodules as a symbolic link");
            }
            checkModules(path, content);
        } else if (name.equals(".gitattributes") && type == FileMode.TYPE_FILE) {
            checkAttributes(path, content);
        }
    }

    /** The name as file systems without case or with odd rules see it. */
    private static String plain(String name) {
        return name.replaceAll(IGNORED_BY_HFS, "").replaceAll("[. ]+$", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isModules(String name) {
        return name.equals(".gitmodules") || name.matches("gitmod~[1-4]|gi7eba~[1-9]|gi7eb~[1-9]\\d");
    }

    private static void checkModules(String path, String content) throws Refusal {
        try {
            SubmoduleValidator.assertValidGitModulesFile(Raw.utf8(content));
        } catch (SubmoduleValidator.SubmoduleValidationException e) {
            if (e.getFsckMessageId() != ObjectChecker.ErrorType.GITMODULES_PARSE) { // which is only a note to git fsck
                throw new Refusal(path, "git fsck forbids it: " + e.getMessage());
            }
        }
        if (content.matches("(?s).*(?m:^\\s*update\\s*=\\s*!).*")) {
            throw new Refusal(path, "git fsck forbids it: a command as a submodule's update");
        }
    }

    private static void checkAttributes(String path, String content) throws Refusal {
        if (content.length() > MOST_ATTRIBUTES) {
            throw new Refusal(path, "git fsck forbids it: too large");
        }
        if (Raw.lines(content).stream().anyMatch(l -> l.length() > LONGEST_ATTRIBUTE)) {
            throw new Refusal(path, "git fsck forbids it: a line of more than " + LONGEST_ATTRIBUTE + " bytes");
        }
    }
}
