/* SPDX-License-Identifier: Apache-2.0 */
/**
 * C source as a tree: functions, and nodes with their place in the text, by tree-sitter's grammar. Knows nobody but the
 * folder of native libraries; what a node means for a job is the job's.
 */
package org.kharness.csource;
