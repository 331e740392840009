/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.job;

import org.kharness.cache.Cache;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/**
 * What every job works with.
 *
 * @param cache where what can be made again is kept
 * @param progress who is told what is under way
 * @param cleanup what must not outlive the process
 */
public record JobContext(Cache cache, Progress progress, Cleanup cleanup) {}
