/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;

/** What the report of a run, which lies above the folder of its console logs, says of a log's digest. */
final class ReportedDigest {
    /** A folder for each variant of the kernel may stand in between. */
    private static final int LEVELS = 3;

    private ReportedDigest() {}

    /** In words, where the log is not the one that the run judged; empty where it is, or no report tells. */
    static String difference(Path log) {
        Path file = log.toAbsolutePath().normalize();
        Path folder = file.getParent();
        for (int i = 0; i < LEVELS && folder != null; i++) {
            String wanted = digestIn(folder, folder.relativize(file).toString());
            if (!wanted.isEmpty()) {
                return wanted.equals(Cache.digest(file)) ? "" : "its digest is not the one in report.json";
            }
            folder = folder.getParent();
        }
        return "";
    }

    private static String digestIn(Path folder, String name) {
        JsonNode report = read(folder.resolve("report.json"));
        if (report != null) {
            for (JsonNode scenario : report.path("scenarios")) {
                JsonNode console = scenario.path("console");
                if (console.path("file").asText().equals(name)) {
                    return console.path("sha256").asText();
                }
            }
        }
        return "";
    }

    private static @Nullable JsonNode read(Path report) {
        try {
            return Files.isRegularFile(report) ? new ObjectMapper().readTree(report.toFile()) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
