/* SPDX-License-Identifier: Apache-2.0 */
/** Broken kernels that a plan must catch, as a manifest lists them. Must know nothing of building, machines or verdicts. */
package org.kharness.controls;
