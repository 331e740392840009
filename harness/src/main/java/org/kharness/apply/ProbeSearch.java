/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.series.diff.Raw;
import org.kharness.series.manifest.SeriesManifest;

/** Looks for a manifest's probes in a tree. */
final class ProbeSearch {
    private final PendingObjects objects;
    private final TreeDraft tree;
    private final Map<String, List<String>> files = new HashMap<>();

    ProbeSearch(PendingObjects objects, ObjectId tree) {
        this.objects = objects;
        this.tree = TreeDraft.of(objects, tree);
    }

    /** Where all of a patch's probes are, as "file:line: text"; empty if one is missing or there are none. */
    Optional<String> evidence(SeriesManifest.Pinned patch) {
        List<String> places = new ArrayList<>();
        for (SeriesManifest.Probe probe : patch.allProbes()) {
            Optional<String> place = place(probe);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            places.add(place.get());
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", places));
    }

    private Optional<String> place(SeriesManifest.Probe probe) {
        Pattern pattern = Pattern.compile(probe.match());
        List<String> lines = files.computeIfAbsent(probe.file(), this::lines);
        for (int i = 0; i < lines.size(); i++) {
            var found = pattern.matcher(lines.get(i));
            if (found.find()) {
                return Optional.of(probe.file() + ":" + (i + 1) + " " + found.group());
            }
        }
        return Optional.empty();
    }

    private List<String> lines(String path) {
        TreeDraft.Entry entry = tree.file(path);
        return entry == null || entry.isLink()
                ? List.of()
                : Raw.utf8(objects.blob(entry.id())).lines().toList();
    }
}
