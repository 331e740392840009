/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.junit;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.value.Glob;

/** Finds the scenarios of marked classes, whole or one by one. */
final class PlanSelectors implements SelectorResolver {
    private final Path top;

    PlanSelectors(Path top) {
        this.top = top;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        return resolve(selector.getJavaClass(), null, context);
    }

    /** An IDE that runs one scenario again names it by its id. */
    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        String type = value(id, PlanDescriptor.SEGMENT);
        if (type == null) {
            return Resolution.unresolved();
        }
        Class<?> marked = DiscoverySelectors.selectClass(type).getJavaClass();
        return resolve(marked, value(id, ScenarioDescriptor.SEGMENT), context);
    }

    private static @Nullable String value(UniqueId id, String segment) {
        return id.getSegments().stream()
                .filter(s -> s.getType().equals(segment))
                .map(UniqueId.Segment::getValue)
                .findFirst()
                .orElse(null);
    }

    private Resolution resolve(Class<?> marked, @Nullable String scenario, Context context) {
        Optional<KernelPlan> plan = AnnotationSupport.findAnnotation(marked, KernelPlan.class);
        if (plan.isEmpty()) {
            return Resolution.unresolved();
        }
        Optional<PlanDescriptor> found =
                context.addToParent(parent -> Optional.of(descriptor(parent, marked, plan.get(), scenario)));
        return found.map(d -> Resolution.match(Match.exact(d))).orElse(Resolution.unresolved());
    }

    private PlanDescriptor descriptor(
            TestDescriptor parent, Class<?> marked, KernelPlan plan, @Nullable String scenario) {
        UniqueId id = parent.getUniqueId().append(PlanDescriptor.SEGMENT, marked.getName());
        PlanDescriptor descriptor = new PlanDescriptor(id, marked, plan, file(plan));
        Glob only = Glob.of(plan.only().isEmpty() ? null : plan.only());
        for (Scenario s : new PlanReader().read(descriptor.file()).scenarios()) {
            if (only.matches(s.id()) && (scenario == null || scenario.equals(s.id()))) {
                descriptor.addChild(
                        new ScenarioDescriptor(id.append(ScenarioDescriptor.SEGMENT, s.id()), s, descriptor.file()));
            }
        }
        return descriptor;
    }

    private Path file(KernelPlan plan) {
        boolean plain = !plan.value().contains("/") && !plan.value().endsWith(".yaml");
        return plain ? top.resolve("test-plans").resolve(plan.value() + ".yaml") : Path.of(plan.value());
    }
}
