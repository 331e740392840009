/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.file.Path;

/**
 * A kernel as a commit in a git repository of ours.
 *
 * @param repository the bare repository in the cache that holds the objects or reaches them by alternates
 * @param source what the user asked for, such as "debian:6.1"
 * @param commit the commit id, 40 hex digits
 * @param tree the commit's tree id, 40 hex digits
 * @param release the version its Makefile gives, such as "6.1.192" or "7.3.0-rc4"; empty for what is
 *     no kernel
 */
public record KernelTree(Path repository, String source, String commit, String tree, String release) {}
