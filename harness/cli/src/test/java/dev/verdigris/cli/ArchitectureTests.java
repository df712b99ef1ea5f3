package dev.verdigris.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.verdigris.ServerProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

  @Test
  void theCommandLineParsesCallsAndRenders() {
    JavaClasses classes =
        new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
    assertThat(classes.size()).isGreaterThan(15);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.verdigris.engine..",
            "dev.verdigris.junit..",
            "dev.verdigris.validations..",
            "dev.verdigris.catalog..",
            "dev.verdigris.execute..",
            "dev.verdigris.readiness..",
            "dev.verdigris.project..",
            "java.sql..",
            "org.junit..")
        .as("the command line knows neither an engine nor JUnit, and asks no server itself")
        .because("a deployment is the same from a test, a command line or a program")
        .check(classes);
  }

  /** At run time there is one. */
  @Test
  void aLocalEngineIsFoundWhereNoMaterializeIsGiven() {
    assertThat(ServiceLoader.load(ServerProvider.class)).hasSize(1);
  }
}
