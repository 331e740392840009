/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Signatures that mails carry, of the sender's server (DKIM) and of the developer (patatt): information for the user, never a
 * reason to take or to refuse a patch. Must know nothing of series.
 */
@org.jspecify.annotations.NullMarked
package org.kharness.series.attest;
