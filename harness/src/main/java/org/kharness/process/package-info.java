/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Runs other programs and ends what it started: whole process trees, with a time limit, output kept in bounded memory;
 * and says who this process is, so that what it leaves when killed can be told for its.
 * Must know nothing of what the programs are for.
 */
package org.kharness.process;
