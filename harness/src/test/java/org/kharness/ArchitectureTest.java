/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.stream.Stream;

/** The package rules: who may not know whom. */
@AnalyzeClasses(packages = "org.kharness", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] JOBS = {
        "..bisect..", "..boot..", "..controls..", "..coverage..", "..mutants..", "..nightly..", "..presubmit.."
    };

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..cli..");

    @ArchTest
    static final ArchRule STAGES_KNOW_NO_JOB = noClasses()
            .that()
            .resideOutsideOfPackages(with(JOBS, "..cli..", "..pages.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOBS);

    @ArchTest
    static final ArchRule BISECT_KNOWS_NO_OTHER_JOB = jobKnowsNoOther("bisect");

    @ArchTest
    static final ArchRule BOOT_KNOWS_NO_OTHER_JOB = jobKnowsNoOther("boot");

    @ArchTest
    static final ArchRule CONTROLS_KNOW_NO_OTHER_JOB = jobKnowsNoOther("controls");

    @ArchTest
    static final ArchRule COVERAGE_KNOWS_NO_OTHER_JOB = jobKnowsNoOther("coverage");

    @ArchTest
    static final ArchRule MUTANTS_KNOW_NO_OTHER_JOB = jobKnowsNoOther("mutants");

    @ArchTest
    static final ArchRule NIGHTLY_KNOWS_NO_OTHER_JOB = jobKnowsNoOther("nightly");

    @ArchTest
    static final ArchRule PRESUBMIT_KNOWS_NO_OTHER_JOB = jobKnowsNoOther("presubmit");

    @ArchTest
    static final ArchRule JUDGING_KNOWS_NO_MACHINE = noClasses()
            .that()
            .resideInAnyPackage(
                    "..console..", "..evidence..", "..step..", "..expect..", "..topology..", "..plan..", "..verdict..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..machine..", "..engine..", "..guest..", "..build..", "..kernel..", "..apply..", "..series..");

    @ArchTest
    static final ArchRule STEPS_AND_EXPECTATIONS_KNOW_NO_PLAN_AND_NO_VERDICT = noClasses()
            .that()
            .resideInAnyPackage("..step..", "..expect..", "..topology..", "..evidence..", "..agent..", "..value..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..plan..", "..verdict..", "..report..");

    @ArchTest
    static final ArchRule STEPS_KNOW_NO_EXPECTATION = noClasses()
            .that()
            .resideInAPackage("..step..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..expect..");

    @ArchTest
    static final ArchRule THE_AGENTS_LANGUAGE_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAnyPackage("..agent..", "..value..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..console..", "..evidence..", "..step..", "..expect..", "..machine..", "..engine..");

    @ArchTest
    static final ArchRule CONSOLE_KNOWS_NO_PLAN = noClasses()
            .that()
            .resideInAPackage("..console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..plan..", "..verdict..", "..report..");

    @ArchTest
    static final ArchRule SERIES_KNOW_NO_TREE = noClasses()
            .that()
            .resideInAPackage("..series..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..kernel..", "..apply..", "..build..", "..machine..");

    @ArchTest
    static final ArchRule KERNEL_KNOWS_NEITHER_SERIES_NOR_HOW_THEY_ARE_APPLIED = noClasses()
            .that()
            .resideInAPackage("..kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..apply..", "..series..");

    @ArchTest
    static final ArchRule A_PATCH_KNOWS_NOT_WHERE_IT_CAME_FROM = noClasses()
            .that()
            .resideInAnyPackage("org.kharness.series", "..series.diff..", "..series.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..series.source..", "..series.manifest..");

    @ArchTest
    static final ArchRule MANIFESTS_KNOW_NO_SOURCE = noClasses()
            .that()
            .resideInAPackage("..series.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..series.source..");

    @ArchTest
    static final ArchRule C_IS_READ_BY_ITSELF = noClasses()
            .that()
            .resideInAPackage("..csource..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.kharness..")
                    .and(DescribedPredicate.not(resideInAnyPackage("..csource..", "..process.."))));

    @ArchTest
    static final ArchRule LINES_KNOW_NO_MACHINE_AND_NO_STAGE = noClasses()
            .that()
            .resideInAPackage("..lines..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..machine..", "..engine..", "..guest..", "..build..", "..plan..", "..stage..");

    @ArchTest
    static final ArchRule ONE_PACKAGE_STARTS_PROGRAMS = noClasses()
            .that()
            .resideOutsideOfPackage("..process..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "is Runtime.exec",
                    c -> c.getName().equals("exec") && c.getTargetOwner().isEquivalentTo(Runtime.class)))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(org.apache.commons.exec.Executor.class);

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("org.kharness.(*)..")
            .should()
            .beFreeOfCycles();

    private static String[] with(String[] packages, String... more) {
        return Stream.of(packages, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static ArchRule jobKnowsNoOther(String job) {
        String[] others = java.util.Arrays.stream(JOBS)
                .filter(j -> !j.equals(".." + job + ".."))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(".." + job + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
