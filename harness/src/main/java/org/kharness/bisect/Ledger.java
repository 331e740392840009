/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.Trial.Followed;
import org.kharness.bisect.Trial.Tried;
import org.kharness.cache.Cache;

/** What was seen of which commit, in the order of the first tries; kept in a file, so that no try is lost. */
final class Ledger {
    private final Path file;
    private final Map<String, Observation> seen = new LinkedHashMap<>();
    private @Nullable Followed followed;

    private Ledger(Path file) {
        this.file = file;
    }

    /** The file's form. */
    private record Kept(
            @Nullable What what,
            Map<String, String> signatures,
            @Nullable Map<String, String> besides,
            List<String> commits,
            List<Observation> seen) {}

    /** Opens it; empty where there is no such file yet. */
    static Ledger open(Path file) {
        Ledger ledger = new Ledger(file);
        if (!Files.exists(file)) {
            return ledger;
        }
        try {
            Kept kept = mapper().readValue(file.toFile(), Kept.class);
            for (int i = 0; i < kept.commits().size(); i++) {
                ledger.seen.put(kept.commits().get(i), kept.seen().get(i));
            }
            if (kept.what() != null) {
                ledger.followed = new Followed(
                        kept.what(),
                        new Failure(kept.signatures()),
                        new Failure(kept.besides() == null ? Map.of() : kept.besides()));
            }
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Followed followed() {
        return followed;
    }

    void follow(Followed what) {
        followed = what;
        seen.clear();
    }

    /** Takes failures of the passing end for none; what was seen before stays as it was counted. */
    void besides(Failure ofThePassingEnd) {
        followed = Objects.requireNonNull(followed).besides(ofThePassingEnd);
    }

    /** What was seen of a commit. */
    Observation of(String commit) {
        return seen.getOrDefault(commit, Observation.NONE);
    }

    Map<String, Observation> all() {
        return new LinkedHashMap<>(seen);
    }

    /** Adds tries. */
    Observation add(String commit, Tried tried, double seconds) {
        Observation now = of(commit).and(tried, Objects.requireNonNull(followed), seconds);
        seen.put(commit, now);
        keep();
        return now;
    }

    private void keep() {
        Followed what = followed;
        Kept kept = new Kept(
                what == null ? null : what.what(),
                what == null ? Map.of() : what.failure().signatures(),
                what == null ? Map.of() : what.besides().signatures(),
                List.copyOf(seen.keySet()),
                List.copyOf(seen.values()));
        try {
            Cache.write(file, mapper().writeValueAsString(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder().build();
    }
}
