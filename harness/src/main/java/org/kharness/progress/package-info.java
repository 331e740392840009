/* SPDX-License-Identifier: Apache-2.0 */
/** How stages tell what they are doing, without knowing who shows it. */
package org.kharness.progress;
