/* SPDX-License-Identifier: Apache-2.0 */
/** The harness: takes a kernel and a patch series to a verdict. Data flows from {@code kernel} and {@code series} to {@code report}. */
package org.kharness;
