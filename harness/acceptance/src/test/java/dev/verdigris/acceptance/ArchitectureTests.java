package dev.verdigris.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The direction of the arrows between the rooms. A rule that sees no class fails. */
class ArchitectureTests {
  private static final String CORE = "dev.verdigris";
  private static final String ENGINE = "dev.verdigris.engine..";
  private static final String JUNIT = "dev.verdigris.junit..";
  private static final String VALIDATIONS = "dev.verdigris.validations..";
  private static final String[] CORE_PACKAGES = {
    CORE,
    "dev.verdigris.catalog..",
    "dev.verdigris.plan..",
    "dev.verdigris.execute..",
    "dev.verdigris.readiness..",
    "dev.verdigris.project..",
    "dev.verdigris.gate..",
    "dev.verdigris.history.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);
  }

  @Test
  void sawEveryRoom() {
    for (String room :
        List.of(
            "dev.verdigris.catalog",
            "dev.verdigris.plan",
            "dev.verdigris.execute",
            "dev.verdigris.readiness",
            "dev.verdigris.project",
            "dev.verdigris.gate",
            "dev.verdigris.engine",
            "dev.verdigris.junit",
            "dev.verdigris.validations")) {
      assertThat(classes.stream().filter(one -> one.getPackageName().startsWith(room)).count())
          .as(room)
          .isGreaterThan(1);
    }
  }

  @TestFactory
  Stream<DynamicTest> arrows() {
    return rules()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
  }

  private static Stream<ArchRule> rules() {
    return Stream.of(
        noClasses()
            .that()
            .resideInAnyPackage(CORE_PACKAGES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ENGINE, JUNIT, VALIDATIONS, "org.junit..", "picocli..", "org.assertj..")
            .as("core knows neither JUnit nor an engine nor a command line")
            .because("a deployment is the same from a test, a command line or a program"),
        noClasses()
            .that()
            .resideInAPackage(JUNIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, VALIDATIONS, "org.assertj..")
            .as("junit knows neither an engine nor the validations")
            .because("users choose both, by ServiceLoader"),
        noClasses()
            .that()
            .resideInAPackage(VALIDATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE)
            .as("validations do not know the local engine")
            .because("what passes on it must be checkable on a real Materialize"),
        noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                JUNIT,
                VALIDATIONS,
                "dev.verdigris.catalog..",
                "dev.verdigris.plan..",
                "dev.verdigris.execute..",
                "dev.verdigris.readiness..",
                "dev.verdigris.gate..")
            .as(
                "the local engine knows of core only the server's interface, the errors and the lexer")
            .because("an engine that shared core's view of the catalog could not contradict it"),
        noClasses()
            .that()
            .resideInAPackage("dev.verdigris.plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..", "dev.verdigris.execute..", "dev.verdigris.readiness..")
            .as("planners are pure")
            .because("a dry run, a resume and a test are the same plan on another snapshot"),
        noClasses()
            .that()
            .resideInAPackage("dev.verdigris.project..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "dev.verdigris.plan..", "dev.verdigris.execute..")
            .as("a SQL project is read without a server")
            .because("its errors come before anything is sent"),
        noClasses()
            .that()
            .resideInAPackage("dev.verdigris.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.verdigris.plan..",
                "dev.verdigris.execute..",
                "dev.verdigris.readiness..",
                "dev.verdigris.gate..",
                "dev.verdigris.project..")
            .as("the snapshot knows nothing of what is made from it")
            .because("data flows one way: snapshot, plan, executor, events"),
        classes()
            .that()
            .haveSimpleNameEndingWith("Problems")
            .should()
            .bePackagePrivate()
            .as("message factories are package-private")
            .because("a message belongs to the room that fails"));
  }
}
