package org.morl4j.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/**
 * The house: which modules may see which, and habits that reviews would forget. It stands here
 * since this module sees all others but the benchmarks.
 */
@AnalyzeClasses(packages = "org.morl4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** Below this, the rules would hold only because they see too little. */
  private static final int LEAST_CLASSES = 250;

  private static final String[] MODULES = {
    "core",
    "testkit",
    "nn",
    "envs",
    "constraints",
    "offline",
    "agents",
    "policy",
    "pareto",
    "configs",
    "cli"
  };

  @ArchTest
  static void everyModuleIsSeen(JavaClasses classes) {
    assertThat(classes).hasSizeGreaterThan(LEAST_CLASSES);
    for (String module : MODULES) {
      assertThat(classes)
          .as(module)
          .anyMatch(c -> c.getPackageName().startsWith("org.morl4j." + module));
    }
  }

  @ArchTest
  static final ArchRule everyClassBelongsToAModule =
      classes()
          .that()
          .resideOutsideOfPackage("org.morl4j") // the library's
          .should()
          .resideInAnyPackage(packagesOf(MODULES));

  @ArchTest
  static final ArchRule streets =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy("org.morl4j.core..")
          .layer("testkit")
          .definedBy("org.morl4j.testkit..")
          .layer("nn")
          .definedBy("org.morl4j.nn..")
          .layer("envs")
          .definedBy("org.morl4j.envs..")
          .layer("constraints")
          .definedBy("org.morl4j.constraints..")
          .layer("offline")
          .definedBy("org.morl4j.offline..")
          .layer("agents")
          .definedBy("org.morl4j.agents..")
          .layer("policy")
          .definedBy("org.morl4j.policy..")
          .layer("pareto")
          .definedBy("org.morl4j.pareto..")
          .layer("configs")
          .definedBy("org.morl4j.configs..")
          .layer("library")
          .definedBy("org.morl4j")
          .layer("cli")
          .definedBy("org.morl4j.cli..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("testkit")
          .mayOnlyAccessLayers("core")
          .whereLayer("nn")
          .mayOnlyAccessLayers("core")
          .whereLayer("envs")
          .mayOnlyAccessLayers("core")
          .whereLayer("constraints")
          .mayOnlyAccessLayers("core")
          .whereLayer("offline")
          .mayOnlyAccessLayers("core")
          .whereLayer("agents")
          .mayOnlyAccessLayers("core", "constraints", "nn")
          .whereLayer("policy")
          .mayOnlyAccessLayers("core", "nn", "agents")
          .whereLayer("pareto")
          .mayOnlyAccessLayers("core", "constraints")
          .whereLayer("configs")
          .mayOnlyBeAccessedByLayers("library", "cli")
          .whereLayer("library")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("testkit")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                  return SliceIdentifier.of(javaClass.getPackageName());
                }

                @Override
                public String getDescription() {
                  return "packages";
                }
              })
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyNnSeesNd4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.morl4j.nn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
          .because("everything else must start without native libraries");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Base");

  @ArchTest
  static final ArchRule everyDrawComesFromASeed =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class)
          .because("runs must repeat; see org.morl4j.core.rng");

  @ArchTest
  static final ArchRule noClassReadsJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.io.ObjectInputStream.class, java.io.ObjectOutputStream.class);

  @ArchTest
  static final ArchRule onlyTheCommandPrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.morl4j.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              be(
                  describe(
                      "in a package with @NullMarked in its package-info.java",
                      c -> c.getPackage().isAnnotatedWith(NullMarked.class))));

  private static String[] packagesOf(String[] modules) {
    String[] packages = new String[modules.length];
    for (int i = 0; i < modules.length; i++) {
      packages[i] = "org.morl4j." + modules[i] + "..";
    }
    return packages;
  }
}
