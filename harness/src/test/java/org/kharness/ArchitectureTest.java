/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The package rules: who may know whom. */
@AnalyzeClasses(packages = "org.kharness", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..cli..");

    @ArchTest
    static final ArchRule JUDGING_KNOWS_NO_MACHINE = noClasses()
            .that()
            .resideInAnyPackage("..console..", "..verdict..", "..plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..machine..", "..engine..", "..guest..", "..build..", "..tree..", "..series..");

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
            .resideInAnyPackage("..tree..", "..build..", "..machine..");

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("org.kharness.(*)..")
            .should()
            .beFreeOfCycles();
}
