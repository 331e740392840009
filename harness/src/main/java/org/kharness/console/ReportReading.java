/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import org.kharness.console.ReportFormats.Opening;

/** Makes a report of the lines that belong to it. */
final class ReportReading {
    private final ReportDraft draft;
    private final Opening opening;
    private final GenericFrames frames;

    private ReportReading(ReportDraft draft, GenericFrames frames) {
        this.draft = draft;
        this.frames = frames;
        opening = draft.opening();
    }

    static KernelReport read(ReportDraft draft, GenericFrames frames) {
        return new ReportReading(draft, frames).report();
    }

    private KernelReport report() {
        Traces traces = Traces.of(draft.lines());
        Culprit culprit = new Culprit(draft, traces, frames);
        String function = culprit.function();
        Who who = Who.of(draft);
        String title = Titles.title(draft, function);
        String device = draft.device();
        boolean damaged = draft.cut() || (draft.expectsTrace() && traces.all().isEmpty());
        ReportType type = opening.format().type();
        return new KernelReport(
                type,
                device.isEmpty() ? title : title + " (" + device + ")",
                function,
                draft.place(),
                device,
                who.task(),
                who.cpu(),
                traces.pointers(),
                traces.main(),
                draft.firstLine(),
                draft.lastLine(),
                who.taint(),
                Signature.of(type, title),
                draft.fatal(),
                damaged);
    }
}
