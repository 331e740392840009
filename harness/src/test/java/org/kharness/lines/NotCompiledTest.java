/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kharness.csource.CSource;

class NotCompiledTest {
    private static final String TEXT = "int a(int b)\n{\n#ifdef X\n\tb++;\n#else\n\tb--;\n#endif\n\treturn b;\n}\n";

    @Test
    void namesStatementsWithoutALine() {
        CSource source = CSource.parse(TEXT.getBytes(StandardCharsets.US_ASCII));
        assertThat(NotCompiled.lines(source, Set.of(1, 2, 6, 8, 9))).containsExactly(4);
        assertThat(NotCompiled.lines(source, Set.of()))
                .as("a file that is not built")
                .containsExactly(4, 6, 8);
    }
}
