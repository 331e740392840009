/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line: one picocli class a command, the progress display, the closing table. No logic of its own; nothing
 * else may import it.
 */
package org.kharness.cli;
