/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What pins other people's patches: series.yaml, the pins that mails are held against, patches resolved by hand. Must know
 * nothing of where mails come from.
 */
package org.kharness.series.manifest;
