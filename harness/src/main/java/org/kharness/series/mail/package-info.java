/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Mails as {@code git mailsplit} and {@code git mailinfo} read them: mboxes, headers, transfer encodings, the commit
 * message and the patch. Must know nothing of series.
 */
@org.jspecify.annotations.NullMarked
package org.kharness.series.mail;
