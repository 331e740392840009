/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links from a page to files beside it. A browser finds a line of a log by its time, which is as good as unique, where it
 * knows text fragments (https://wicg.github.io/scroll-to-text-fragment/); elsewhere the log opens at its beginning.
 */
final class LogLink {
    private static final Pattern TIME = Pattern.compile("^\\[ *(\\d+\\.\\d+)\\]");

    private LogLink() {}

    /** A link to a file below the run's folder. */
    static String to(String file) {
        try {
            String path = new URI(null, null, "/" + file, null).getRawPath().substring(1);
            // Behind "./", a name with a colon in it is no scheme
            return path.contains(":") ? "./" + path : path;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** A link to a line of a log, given as it stands there. */
    static String to(String file, String line) {
        Matcher time = TIME.matcher(line);
        return time.find() ? to(file) + "#:~:text=" + time.group(1) : to(file);
    }
}
