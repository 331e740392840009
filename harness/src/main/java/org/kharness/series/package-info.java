/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What to apply: mails, patches, series and the manifests that pin them. Must know nothing of trees it is applied to.
 */
package org.kharness.series;
