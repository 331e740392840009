/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What to try: plans, scenarios, matrices and their YAML. Must know nothing of machines, logs or how a step is carried out.
 */
package org.kharness.plan;
