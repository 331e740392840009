/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What can go wrong and whose fault it is: the user's input, the kernel under test, or our surroundings. Owns the exit
 * codes. Must know nothing of any stage.
 */
package org.kharness.failure;
