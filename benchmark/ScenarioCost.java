/* SPDX-License-Identifier: Apache-2.0 */

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Compares two report.json files of the same plan: scenarios on copies of a saved machine, and on fresh boots. */
public final class ScenarioCost {
    private ScenarioCost() {}

    public static void main(String[] args) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode copies = mapper.readTree(new File(args[0]));
        JsonNode fresh = mapper.readTree(new File(args[1]));
        double copy = median(copies);
        double boot = median(fresh);
        System.out.printf(
                Locale.ROOT,
                "scenarios %d; median on a copy %.2f s, on a fresh boot %.2f s, ratio %.3f%n",
                copies.path("scenarios").size(),
                copy,
                boot,
                copy / boot);
        System.out.printf(
                Locale.ROOT, "whole plan on copies %.1f s, on fresh boots %.1f s%n", phase(copies), phase(fresh));
        boolean same = copies.path("scenarios").findValuesAsText("verdict")
                .equals(fresh.path("scenarios").findValuesAsText("verdict"));
        System.out.println(same ? "verdicts are the same" : "VERDICTS DIFFER");
        System.exit(same ? 0 : 1);
    }

    private static double median(JsonNode report) {
        List<Double> seconds = new ArrayList<>();
        report.path("scenarios").forEach(s -> seconds.add(s.path("seconds").asDouble()));
        Collections.sort(seconds);
        return seconds.get(seconds.size() / 2);
    }

    private static double phase(JsonNode report) {
        for (JsonNode p : report.path("phases")) {
            if (p.path("name").asText().equals("scenarios")) {
                return p.path("seconds").asDouble();
            }
        }
        return Double.NaN;
    }
}
