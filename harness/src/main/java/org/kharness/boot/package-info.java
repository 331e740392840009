/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A machine for a person: made ready as for a scenario, then a shell on its console, a program, or gdb. Knows the stages below; must know no
 * other job.
 */
package org.kharness.boot;
