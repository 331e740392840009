/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What to apply: patches, series, the places they come from and the manifests that pin them. Must know nothing of trees
 * it is applied to.
 */
@org.jspecify.annotations.NullMarked
package org.kharness.series;
