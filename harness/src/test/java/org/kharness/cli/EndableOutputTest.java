/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EndableOutputTest {
    @Test
    void whatComesAfterTheEndIsDropped() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EndableOutput output = new EndableOutput(bytes);
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        out.println("said");
        output.write('!');
        output.end();
        out.println("an ERROR of what is being ended");
        out.write('x');
        out.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("said" + System.lineSeparator() + "!");
    }
}
