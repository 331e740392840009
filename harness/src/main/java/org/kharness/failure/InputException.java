/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

import org.jspecify.annotations.Nullable;

/** The user's input cannot be used: exit code 2. The message is one line and names the place (file, line, column). */
public final class InputException extends HarnessException {
    public InputException(String message) {
        this(message, null);
    }

    public InputException(String message, @Nullable Throwable cause) {
        super(ExitCode.USAGE, message, cause);
    }
}
