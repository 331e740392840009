/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.junit;

import java.nio.file.Path;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/** A class that is marked as a plan. */
final class PlanDescriptor extends AbstractTestDescriptor {
    static final String SEGMENT = "plan";

    private final KernelPlan plan;
    private final Path file;

    PlanDescriptor(UniqueId id, Class<?> marked, KernelPlan plan, Path file) {
        super(id, marked.getSimpleName() + " (" + plan.value() + ")", ClassSource.from(marked));
        this.plan = plan;
        this.file = file;
    }

    KernelPlan plan() {
        return plan;
    }

    /** The plan's file. */
    Path file() {
        return file;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
