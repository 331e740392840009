/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What to apply: patches and series, as a model. Must know nothing of where they come from, what pins them,
 * and the trees that they are applied to.
 */
@org.jspecify.annotations.NullMarked
package org.kharness.series;
