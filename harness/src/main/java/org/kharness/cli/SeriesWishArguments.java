/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.kharness.stage.SeriesWishes;
import picocli.CommandLine.ArgGroup;

/** What may be said of a series besides its name; shared by every command that puts one onto a kernel. */
final class SeriesWishArguments {
    /** Where a series may come from, for the descriptions of the options that name one. */
    static final String SOURCES =
            "a folder name under kernel-patches/; the path of an mbox, a folder of mails, a Maildir, an MH folder or a"
                    + " quilt folder; - for standard input; git:PATH@A..B, or git:A..B in the tree one stands in;"
                    + " inbox:PATH#MESSAGE-ID; lore:MESSAGE-ID; an address of lore or patchwork as the browser shows it";

    @ArgGroup(validate = false, heading = "%nWhich mails of a series, and how they are read:%n", order = 10)
    private PickArguments pick = new PickArguments();

    @ArgGroup(validate = false, heading = "%nHow a series is put onto the kernel:%n", order = 11)
    private ApplyArguments apply = new ApplyArguments();

    /** What was said. */
    SeriesWishes wishes() {
        return new SeriesWishes(
                pick.version,
                pick.messageId,
                pick.complete,
                pick.trailers,
                pick.coverTrailers,
                pick.scissors,
                pick.keepCr,
                pick.lore,
                pick.dkimKeys,
                pick.dkimDns,
                pick.patattKeys,
                pick.prerequisites,
                apply.base,
                apply.threeWay,
                apply.fuzz,
                apply.resolve,
                apply.strictIndex);
    }
}
