/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.agent;

import org.jspecify.annotations.Nullable;

/** How commands to the guest are numbered, so that an answer in the log finds its step in the plan. */
public final class StepIds {
    private StepIds() {}

    /** The id of the command that carries out a step; a step of several commands adds a letter to all but the one that counts. */
    public static String of(int stepIndex) {
        return "s" + (stepIndex + 1);
    }

    /** The index of the step in the plan; null where the id belongs to no step, or to a helper command of one. */
    public static @Nullable Integer index(String id) {
        if (id.length() < 2 || id.charAt(0) != 's') {
            return null;
        }
        for (int i = 1; i < id.length(); i++) {
            if (!Character.isDigit(id.charAt(i))) {
                return null;
            }
        }
        return id.length() > 8 ? null : Integer.valueOf(id.substring(1)) - 1;
    }
}
