/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the words of a plan mean that many of its parts use: numbers of bytes, ranges of kernels, patterns. Must know nothing of
 * any stage.
 */
package org.kharness.value;
