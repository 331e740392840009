/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a reviewer checks on each patch before reading it: sign-off, Fixes tags, new warnings, checkpatch, and the reply that
 * quotes what failed. Must know nothing of how kernels are built, machines or scenarios.
 */
package org.kharness.presubmit;
