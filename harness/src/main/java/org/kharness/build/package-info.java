/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a kernel tree to a bootable kernel: configuration, toolchains (container or host), the build and its cache; and
 * single files in configurations of which no kernel is wanted. Must know nothing of machines and scenarios.
 */
package org.kharness.build;
