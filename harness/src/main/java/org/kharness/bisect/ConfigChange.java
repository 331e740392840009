/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;

/**
 * A line of configuration for a part of the history, for an option that another one replaced on the way.
 *
 * @param commit where it changes; a ref as the user wrote it
 * @param since true for the commits that contain it, false for those that do not
 * @param line such as CONFIG_X=y
 */
public record ConfigChange(String commit, boolean since, String line) {
    private static final Pattern FORM =
            Pattern.compile("(?<commit>[^\\s:]+):(?:CONFIG_)?(?<line>[A-Za-z0-9_]{1,100}=\\S.*)");

    /**
     * Reads COMMIT:CONFIG_X=VALUE.
     *
     * @param option for messages
     * @throws InputException if it is not of that form
     */
    public static ConfigChange of(String option, boolean since, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InputException(option + " " + text + ": not of the form COMMIT:CONFIG_X=VALUE");
        }
        return new ConfigChange(form.group("commit"), since, "CONFIG_" + form.group("line"));
    }

    /** The same with the commit's id. */
    ConfigChange at(String id) {
        return new ConfigChange(id, since, line);
    }
}
