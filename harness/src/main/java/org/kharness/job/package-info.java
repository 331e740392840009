/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What is handed to everything that obtains, builds or runs something. Must know nothing of what that is.
 */
package org.kharness.job;
