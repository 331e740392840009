/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Runs other programs and ends what it started: whole process trees, with a time limit, output kept in bounded memory; and
 * says who this process is, so that what it leaves when killed can be told for its.
 * Programs that run to their end are Commons Exec's ({@link org.kharness.process.Command}); those that four classes talk to while
 * they run are not ({@link org.kharness.process.Conversation}): QEMU, which may get the terminal and whose process id is its sandbox's,
 * git fast-import, xz and zstd, and addr2line. Nobody else starts a program.
 * Must know nothing of what the programs are for.
 */
package org.kharness.process;
