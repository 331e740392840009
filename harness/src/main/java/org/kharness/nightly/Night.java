/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A night.
 *
 * @param id its date in UTC, with a number where a date has several: "2026-01-31", "2026-01-31.2"
 * @param finished null while it is not
 */
public record Night(String id, Instant started, @Nullable Instant finished) {}
