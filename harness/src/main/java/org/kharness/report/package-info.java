/* SPDX-License-Identifier: Apache-2.0 */
/** What a run leaves behind: report.json, junit.xml, report.html. Must know nothing of how verdicts came about. */
package org.kharness.report;
