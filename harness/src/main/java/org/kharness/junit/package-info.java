/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Plans as JUnit Platform tests, so that an IDE or Surefire shows every scenario. A second front door beside the command
 * line: it must hold no logic of running or judging.
 */
package org.kharness.junit;
