/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.kharness.bisect.BisectJob;
import org.kharness.bisect.What;
import org.kharness.job.JobContext;
import org.kharness.nightly.Search;

/** Lets a night search for a commit as {@code kharness bisect} does: here the two jobs meet. */
final class NightSearch implements Search {
    private final JobContext context;

    NightSearch(JobContext context) {
        this.context = context;
    }

    @Override
    public Found search(Hunt hunt) {
        BisectJob.How usual = BisectJob.How.USUAL;
        What what = new BisectCommand.WhatWord().convert(hunt.what());
        BisectJob.Found found = new BisectJob(context)
                .run(new BisectJob.Request(
                        hunt.run(),
                        hunt.good(),
                        hunt.bad(),
                        new BisectJob.How(what, false, usual.tries(), usual.sure(), usual.limits(), usual.changes())));
        return new Found(found.text(), found.folder());
    }
}
