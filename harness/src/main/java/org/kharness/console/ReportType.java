/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/** The kinds of kernel complaint that are told apart. */
public enum ReportType {
    PANIC,
    OOPS,
    BUG,
    WARNING
}
