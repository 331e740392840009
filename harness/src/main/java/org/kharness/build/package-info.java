/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a kernel tree to a bootable kernel: configuration, toolchains (container or host), the build and its cache. Must
 * know nothing of machines and scenarios.
 */
package org.kharness.build;
