/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class, otherwise empty, as a plan to run: each scenario shows as a test. The harness's folder is found above the
 * working directory, or named by the configuration parameter {@code kharness.top}; {@code kharness.kernel} overrides the
 * kernel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KernelPlan {
    /** A plan under test-plans/, or a path relative to the working directory. */
    String value();

    /** As {@code kharness run --kernel} takes it. */
    String kernel() default "debian:6.1";

    /** As {@code kharness run --series} takes it; "none" for the kernel as it is. */
    String series() default "none";

    /** A glob that scenario ids must match; empty for all. */
    String only() default "";
}
