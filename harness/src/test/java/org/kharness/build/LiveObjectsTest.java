/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object folders as kbuild leaves them: a command beside each file that it made. */
class LiveObjectsTest {
    @TempDir
    Path folder;

    @Test
    void anObjectThatNoArchiveListsAnyMoreIsLeftOver() throws IOException {
        cmd("vmlinux", "savedcmd_vmlinux := /src/scripts/link-vmlinux.sh \"ld\" \"-m elf_x86_64\";  true");
        cmd("vmlinux.o", "cmd_vmlinux.o := ld -r -o vmlinux.o --whole-archive vmlinux.a --no-whole-archive lib/lib.a");
        cmd("vmlinux.a", "cmd_vmlinux.a := rm -f vmlinux.a; ar cDPrST vmlinux.a ./built-in.a");
        cmd(
                "built-in.a",
                "cmd_built-in.a := rm -f built-in.a; printf \"%s \" fs/built-in.a | xargs ar cDPrST built-in.a");
        cmd(
                "fs/built-in.a",
                "savedcmd_fs/built-in.a := rm -f fs/built-in.a;  printf \"fs/%s \" open.o xfs/built-in.a | xargs ar"
                        + " cDPrST fs/built-in.a");
        cmd("fs/open.o", "cmd_fs/open.o := gcc -c -o fs/open.o /src/fs/open.c");
        cmd("fs/xfs/built-in.a", "cmd_fs/xfs/built-in.a := printf \"fs/xfs/%s \" xfs_super.o | xargs ar x");
        cmd("fs/xfs/xfs_super.o", "cmd_fs/xfs/xfs_super.o := gcc -c -o fs/xfs/xfs_super.o /src/fs/xfs/xfs_super.c");
        cmd("lib/lib.a", "cmd_lib/lib.a := rm -f lib/lib.a; printf \"lib/%s \" ctype.o | xargs ar cDPrsT lib/lib.a");
        cmd("lib/ctype.o", "cmd_lib/ctype.o := gcc -c -o lib/ctype.o /src/lib/ctype.c");
        // No longer in fs/Makefile; a whole directory that is no longer descended into; a module of several objects
        cmd("fs/old.o", "cmd_fs/old.o := gcc -c -o fs/old.o /src/fs/old.c");
        cmd("fs/gone/built-in.a", "cmd_fs/gone/built-in.a := printf \"fs/gone/%s \" inode.o | xargs ar x");
        cmd("fs/gone/inode.o", "cmd_fs/gone/inode.o := gcc -c -o fs/gone/inode.o /src/fs/gone/inode.c");
        cmd("drivers/two.o", "cmd_drivers/two.o := ld -r -o drivers/two.o @drivers/two.mod");
        Files.writeString(folder.resolve("drivers/two.mod"), "drivers/one.o\ndrivers/other.o\n");
        cmd("drivers/one.o", "cmd_drivers/one.o := gcc -c -o drivers/one.o /src/drivers/one.c");
        cmd("drivers/two.ko", "cmd_drivers/two.ko := ld -r -o drivers/two.ko drivers/two.o drivers/two.mod.o");
        Set<String> steps = Set.of(
                "CC fs/open.o",
                "CC fs/xfs/xfs_super.o",
                "CC lib/ctype.o",
                "CC [M] drivers/one.o",
                "CC fs/old.o",
                "CC fs/gone/inode.o",
                "AR fs/gone/built-in.a",
                "LD vmlinux.o",
                "HOSTCC scripts/gone.o",
                "CC of/which/nothing/is/known.o",
                "");
        assertThat(LiveObjects.leftOver(folder, steps))
                .containsExactlyInAnyOrder("CC fs/old.o", "CC fs/gone/inode.o", "AR fs/gone/built-in.a");
    }

    @Test
    void whatALeftOverObjectSaidIsForgotten() {
        BuildWarning warning = new BuildWarning("fs/old.c", 3, "odd");
        BuildWarnings all =
                new BuildWarnings(Map.of("CC fs/old.o", List.of(warning), "CC fs/open.o", List.of()), 2, 1.5);
        assertThat(all.without(Set.of("CC fs/old.o")))
                .isEqualTo(new BuildWarnings(Map.of("CC fs/open.o", List.of()), 2, 1.5));
    }

    private void cmd(String target, String line) throws IOException {
        Path file = folder.resolve(target);
        Path beside = file.resolveSibling("." + file.getFileName() + ".cmd");
        Files.createDirectories(beside.getParent());
        Files.writeString(beside, line + "\n\ndeps_" + target + " := fs/old.o\n");
    }
}
