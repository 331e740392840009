/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.NativeGit;
import org.kharness.series.mail.Ident;

/** Names and addresses as the git of this machine writes them. */
final class GitIdent {
    private static final Pattern VERSION = Pattern.compile("git version (\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private GitIdent() {}

    /** A name or an address without what git leaves out; git before 2.42 also takes a full stop at the end off ("Jr."). */
    static String clean(String text) {
        String kept = Ident.clean(text, false);
        String stripped = Ident.clean(text, true);
        return kept.equals(stripped) || !takesDots() ? kept : stripped;
    }

    private static boolean takesDots() {
        Matcher version = VERSION.matcher(
                NativeGit.anywhere("version").keepErrorApart().run().output());
        return version.matches()
                && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2)) < 2042;
    }
}
