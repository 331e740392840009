/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's version as far as features depend on it: 6.1 for 6.1.192 as for 6.1.0-rc3. */
record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
    private static final Pattern START = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    static KernelVersion of(String release) {
        Matcher m = START.matcher(release);
        if (!m.matches()) {
            throw new IllegalArgumentException("no kernel release: " + release);
        }
        return new KernelVersion(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }

    @Override
    public int compareTo(KernelVersion other) {
        return Comparator.comparingInt(KernelVersion::major)
                .thenComparingInt(KernelVersion::minor)
                .compare(this, other);
    }
}
