/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a machine is made ready with before scenarios run on it, and the commands that make it so. Must know nothing of
 * scenarios, machines or logs.
 */
package org.kharness.topology;
