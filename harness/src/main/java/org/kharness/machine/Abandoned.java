/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.nio.file.Path;
import java.util.Arrays;
import org.kharness.cache.Cache;
import org.kharness.process.Owner;

/** Machines whose harness was killed. They end with it; this is for what that could not reach, and for their folders. */
public final class Abandoned {
    static final String PREFIX = "kharness-";

    private Abandoned() {}

    /** Where machines have their folders. */
    static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /** Ends them and deletes what they left. */
    public static void clear() {
        ProcessHandle.allProcesses().filter(Abandoned::isAbandoned).forEach(ProcessHandle::destroyForcibly);
        Cache.deleteAbandoned(folder(), PREFIX);
    }

    private static boolean isAbandoned(ProcessHandle process) {
        String place = folder().resolve(PREFIX).toString();
        return process.info()
                .arguments()
                .flatMap(arguments -> Arrays.stream(arguments)
                        .filter(a -> a.contains(place) && a.contains("id=monitor"))
                        .findFirst())
                .filter(a -> Owner.goneIn(a.substring(a.indexOf(place))))
                .isPresent();
    }
}
