/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the device that a line of a filesystem, the block layer or a driver is about. */
final class DeviceNames {
    /** A name such as sda1, dm-0, nvme0n1p2, cciss!c0d0 or 0000:3b:00.0. */
    private static final String NAME = "[\\w!./:-]*?\\w";

    private static final Pattern NAMED =
            Pattern.compile("^(?:[A-Za-z][\\w-]*(?: [a-z]+)?:? ?\\((?:device |dev )?(?<a>" + NAME + ")(?:[ :][^)]*)?\\)"
                    + "|(?:[\\w-]+ )?(?<b>[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])\\b"
                    + "|.{0,40}\\bdev(?:ice)? (?<c>" + NAME + "),"
                    + "|Aborting journal on device (?<d>" + NAME + ")(?:-\\d+)?\\.)");

    private DeviceNames() {}

    /** The device's name as printed; empty where the line names none. */
    static String in(String text) {
        Matcher m = NAMED.matcher(text);
        if (!m.lookingAt()) {
            return "";
        }
        for (String group : new String[] {"a", "b", "c", "d"}) {
            if (m.group(group) != null) {
                return m.group(group);
            }
        }
        return "";
    }
}
