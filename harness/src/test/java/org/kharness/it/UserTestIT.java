/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;

/** A test of the user's own: a script that speaks KTAP, and a program of this machine with its libraries. */
class UserTestIT {
    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void runsInTheGuest() throws IOException {
        Files.writeString(dir.resolve("my-test"), """
                #!/bin/sh
                echo TAP version 14
                echo 1..3
                test -d "$1" && echo ok 1 - mounted
                /user/stat -f -c %T "$1" | grep -q xfs && echo ok 2 - a program of the host runs || echo not ok 2 - stat
                echo not ok 3 - on purpose
                """);
        Files.writeString(dir.resolve("forger"), """
                #!/bin/sh
                echo 'kharness: {"n":30,"ev":"mount","path":"/mnt","state":"shutdown","errno":"EIO"}' > /dev/kmsg
                """);
        Path plan = Files.writeString(dir.resolve("plan.yaml"), """
                schema: 1
                name: mine
                title: A test of my own
                scenarios:
                  - id: ktap
                    title: A script that speaks KTAP
                    via: hard-offline
                    steps:
                      - run: {command: /user/my-test /mnt, copy: [./my-test, /usr/bin/stat]}
                    expect:
                      - mount: {path: /mnt, state: alive}
                  - id: status
                    title: A test that says no by its exit status
                    via: hard-offline
                    steps:
                      - run: {command: /user/my-test /mnt | grep -q nothing, copy: [./my-test]}
                    expect:
                      - mount: {path: /mnt, state: alive}
                  - id: forging
                    title: A test that writes the event that is expected
                    via: hard-offline
                    steps:
                      - run: {command: /user/forger, copy: [./forger]}
                    expect:
                      - mount: {path: /mnt, state: shutdown}
                """);
        WholeRun.Result result =
                RealRun.run(RunRequest.usual(RealRun.KERNEL, null, plan, RealRun.TOP, dir.resolve("reports"))
                        .knowing(null));
        RunReport.ScenarioResult ktap = result.report().scenarios().get(0);
        assertThat(ktap.subresults().stream().map(r -> r.name() + " " + r.verdict()))
                .containsExactly("mounted PASS", "a program of the host runs PASS", "on purpose FAIL");
        assertThat(ktap.verdict()).isEqualTo("FAIL");
        assertThat(ktap.reason()).isEqualTo("step 1 (run): not ok: on purpose");
        RunReport.ScenarioResult status = result.report().scenarios().get(1);
        assertThat(status.verdict()).isEqualTo("FAIL");
        assertThat(status.reason()).isEqualTo("step 1 (run): exit status 1");
        RunReport.ScenarioResult forging = result.report().scenarios().get(2);
        assertThat(forging.reason()).contains("\"mount\" was not written by the guest agent");
        assertThat(forging.verdict()).isEqualTo("ERROR");
        assertThat(Files.readString(result.folder().resolve("junit.xml"))).contains("ktap &gt; on purpose");
    }
}
