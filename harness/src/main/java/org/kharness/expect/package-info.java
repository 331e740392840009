/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a scenario can expect: one file for each kind of expectation, with its keys, what the guest must be asked for it and
 * what it checks in the log. Must know nothing of plans, machines or how a verdict is reached.
 */
package org.kharness.expect;
