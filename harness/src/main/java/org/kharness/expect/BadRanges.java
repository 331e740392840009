/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kharness.console.GuestEvent;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;

/**
 * Bad blocks as disks list them (block/badblocks.c): "PLACE SECTOR COUNT; ...", ranges that touch each other being one.
 * How long each is goes by nfit_handle_mce() in drivers/acpi/nfit/mce.c.
 */
final class BadRanges {
    private static final long SECTOR = 512;
    private static final long PAGE = Bytes.PAGE.count() / SECTOR;

    /** Since "acpi/nfit: rely on mce->misc to determine poison granularity", 6.1; before, a line of the cache, and so a sector. */
    private static final KernelRange LINES = KernelRange.parse("< 6.1");

    private BadRanges() {}

    /**
     * What must be listed where each poisoned page is a bad block.
     *
     * @param release of the kernel; empty where it is not known
     */
    static String of(List<GuestEvent> poisonings, String release) {
        long length = !release.isEmpty() && LINES.contains(release) ? 1 : PAGE;
        Map<String, TreeSet<Long>> pages = new TreeMap<>();
        for (GuestEvent p : poisonings) {
            if (!text(p, "place").isEmpty()) {
                pages.computeIfAbsent(text(p, "place"), k -> new TreeSet<>()).add(number(p, "sector"));
            }
        }
        List<String> ranges = new ArrayList<>();
        pages.forEach((place, sectors) -> ranges.addAll(joined(place, sectors, length)));
        return String.join("; ", ranges);
    }

    private static List<String> joined(String place, SortedSet<Long> sectors, long length) {
        List<String> ranges = new ArrayList<>();
        long start = sectors.first();
        long end = start;
        for (long sector : sectors) {
            if (sector > end) {
                ranges.add(place + " " + start + " " + (end - start));
                start = sector;
            }
            end = sector + length;
        }
        ranges.add(place + " " + start + " " + (end - start));
        return ranges;
    }
}
