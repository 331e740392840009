/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Event;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.SurroundingsException;

class JobEventsTest {
    /** Actions as Docker 20.10 tells of them, in their order; "die 2" is one with that exit code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create, attach, start, die 0, destroy        | 0   | false",
                "start, die 2                                 | 2   | false",
                "start, oom, die 0, destroy                   | 0   | true",
                "start, exec_start: sh, oom, oom, kill, die 137 | 137 | true",
                "start, die                                   | -1  | false",
            })
    void tellsHowAContainerEnded(String actions, int code, boolean outOfMemory) throws Exception {
        JobEvents events = new JobEvents();
        for (String action :
                Arrays.stream(actions.split(",")).map(String::strip).toList()) {
            events.onNext(event(action));
        }
        assertThat(events.exitCode(0)).isEqualTo(code);
        assertThat(events.outOfMemory()).isEqualTo(outOfMemory);
    }

    private static Event event(String action) throws Exception {
        boolean coded = action.startsWith("die ");
        String attributes = coded ? "\"exitCode\": \"" + action.substring(4) + "\"" : "\"image\": \"i\"";
        return new ObjectMapper()
                .readValue(
                        "{\"status\": \"%1$s\", \"Type\": \"container\", \"Action\": \"%1$s\", \"Actor\": {\"ID\": \"c\", \"Attributes\": {%2$s}}}"
                                .formatted(coded ? "die" : action, attributes),
                        Event.class);
    }

    @Test
    void anEngineThatGoesAwayIsNoExitCode() throws Exception {
        JobEvents events = new JobEvents();
        events.onNext(event("start"));
        events.onComplete();
        assertThatThrownBy(() -> events.exitCode(0))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("does not tell how a container ended");
    }

    @Test
    void aContainerThatGoesOnHasNone() {
        assertThatThrownBy(() -> new JobEvents().exitCode(0))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("no answer");
    }
}
