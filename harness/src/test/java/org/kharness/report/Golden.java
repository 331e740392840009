/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a recorded file; {@code -Dgolden.update=true} records it anew instead. */
public final class Golden {
    private Golden() {}

    /** Fails unless the text is what src/test/resources/org/kharness/report/golden/NAME holds. */
    public static void check(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/org/kharness/report/golden").resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
