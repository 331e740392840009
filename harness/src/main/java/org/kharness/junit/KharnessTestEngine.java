/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.HarnessException;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import org.kharness.verdict.Verdict;

/**
 * Runs plans as tests of the JUnit Platform. PASS and FIXED succeed; FAIL and ERROR fail; KNOWN is aborted and SKIP is
 * skipped, each with its reason.
 */
public final class KharnessTestEngine implements TestEngine {
    @Override
    public String getId() {
        return "kharness";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor engine = new EngineDescriptor(id, "kharness");
        Path top = top(request.getConfigurationParameters());
        EngineDiscoveryRequestResolver.builder()
                .addClassContainerSelectorResolver(c -> c.isAnnotationPresent(KernelPlan.class))
                .addSelectorResolver(new PlanSelectors(top))
                .build()
                .resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        listener.executionStarted(engine);
        for (TestDescriptor child : engine.getChildren()) {
            run((PlanDescriptor) child, request.getConfigurationParameters(), listener);
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private static void run(PlanDescriptor plan, ConfigurationParameters parameters, EngineExecutionListener listener) {
        listener.executionStarted(plan);
        Map<String, TestDescriptor> open = new HashMap<>();
        for (TestDescriptor child : plan.getChildren()) {
            open.put(((ScenarioDescriptor) child).scenario().id(), child);
        }
        try (Cleanup cleanup = new Cleanup()) {
            Set<String> wanted = new HashSet<>(open.keySet());
            WholeRun workflow = new WholeRun(new JobContext(Cache.open(), Progress.NONE, cleanup));
            WholeRun.Result result =
                    workflow.run(request(plan, wanted, parameters), judged -> tell(judged, open, listener));
            String early = result.report().message();
            listener.executionFinished(
                    plan,
                    early == null
                            ? TestExecutionResult.successful()
                            : TestExecutionResult.failed(new AssertionError(early)));
        } catch (HarnessException e) {
            listener.executionFinished(plan, TestExecutionResult.failed(e));
        }
    }

    private static void tell(ScenarioRun run, Map<String, TestDescriptor> open, EngineExecutionListener listener) {
        synchronized (open) {
            TestDescriptor test = open.remove(run.scenario().id());
            if (test == null) {
                return;
            }
            Verdict verdict = run.verdict();
            if (verdict.outcome() == Verdict.Outcome.SKIP) {
                listener.executionSkipped(test, verdict.reason());
                return;
            }
            listener.executionStarted(test);
            listener.executionFinished(test, result(run));
        }
    }

    private static TestExecutionResult result(ScenarioRun run) {
        Verdict verdict = run.verdict();
        String text = verdict.outcome() + ": " + verdict.reason() + "\n" + String.join("\n", verdict.expected()) + "\n"
                + run.console();
        AssertionError failure = new AssertionError(text);
        failure.setStackTrace(new StackTraceElement[0]);
        return switch (verdict.outcome()) {
            case PASS, FIXED -> TestExecutionResult.successful();
            case KNOWN -> TestExecutionResult.aborted(failure);
            default -> TestExecutionResult.failed(failure);
        };
    }

    private static RunRequest request(PlanDescriptor plan, Set<String> wanted, ConfigurationParameters parameters) {
        Path top = top(parameters);
        String series = plan.plan().series();
        return RunRequest.usual(
                        parameters.get("kharness.kernel").orElse(plan.plan().kernel()),
                        series.equals("none") ? null : series,
                        plan.file(),
                        top,
                        parameters.get("kharness.reports").map(Path::of).orElse(top.resolve("reports")))
                .choosing("{" + String.join(",", List.copyOf(wanted)) + "}", null, 1);
    }

    /** The harness's folder: the nearest one above the working directory that has guest images and plans. */
    private static Path top(ConfigurationParameters parameters) {
        Path named = parameters.get("kharness.top").map(Path::of).orElse(null);
        if (named != null) {
            return named;
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path dir = here; dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve("qemu-images")) && Files.isDirectory(dir.resolve("test-plans"))) {
                return dir;
            }
        }
        return here;
    }
}
