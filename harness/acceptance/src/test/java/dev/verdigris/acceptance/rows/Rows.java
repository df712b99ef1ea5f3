package dev.verdigris.acceptance.rows;

import static dev.verdigris.acceptance.rows.Row.deploy;
import static dev.verdigris.acceptance.rows.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * The table, from what passes to what the user's command line does to it. Longer than other files:
 * it is a list, and its rows are read beside each other.
 */
final class Rows {
  private static final String OUTSIDE = "assert-promoted";
  private static final String NOT_PROMOTED =
      "VG-3650 NOT PROMOTED  this build was asked to promote ShopDeployment and did not promote it";

  private Rows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    passing(rows);
    failing(rows);
    notRun(rows);
    empty(rows);
    filtered(rows);
    notLoading(rows);
    phases(rows);
    fromOutside(rows);
    reruns(rows);
    forks(rows);
    beside(rows);
    rows.addAll(TwoDeploymentsRows.all());
    rows.addAll(DisturbedRows.all());
    return rows;
  }

  private static void passing(List<Row> rows) {
    rows.add(
        deploy("all pass, -Pdeploy")
            .promotes()
            .green()
            .quick()
            .says("done: 2 swaps in one transaction", "this build promoted ShopDeployment")
            .after(Rows::reportsHaveEveryName));
    rows.add(
        row("all pass, plain verify")
            .green()
            .quick()
            .says("not run: promotion was not asked for", "mvn verify -Pdeploy promotes it")
            .after(
                project ->
                    assertThat(project.read("target/verdigris-verdicts/next.json"))
                        .contains("\"promotes\": true")));
    rows.add(
        deploy("all pass, -Pdeploy, again")
            .afterBuild("verify", "-Pdeploy")
            .green()
            .says("in production already", "this build promoted ShopDeployment"));
  }

  /** Each phase and each validation under its own name. */
  private static void reportsHaveEveryName(RowProject project) {
    String reports = "target/failsafe-reports/TEST-com.example.gate.";
    for (String phase :
        List.of("init", "run", "await", "warmCaches", "validate", "askSomebody", "promote")) {
      assertThat(project.read(reports + "ShopDeployment.xml")).contains("name=\"" + phase + "\"");
    }
    assertThat(project.read(reports + "OrdersValidation.xml")).contains("ordersAreCounted");
    assertThat(project.read(reports + "TotalsValidation.xml")).contains("everyCustomerHasATotal");
  }

  private static void failing(List<Row> rows) {
    for (String place :
        List.of(
            "test",
            "constructor",
            "before all",
            "after all",
            "after each",
            "dynamic",
            "parameterized",
            "repeated",
            "nested")) {
      rows.add(
          deploy("fails: " + place)
              .at(place)
              .says("VG-3620 GATE FAILED", "VG-3621 NOT PROMOTED", "nothing was promoted"));
    }
    rows.add(deploy("an assertion fails").at("test").does("fail").says("VG-3620 GATE FAILED"));
    rows.add(row("a test fails, plain verify").at("test").says("VG-3620 GATE FAILED"));
  }

  private static void notRun(List<Row> rows) {
    Row.Act disabled =
        project ->
            project.write(
                "src/test/java/com/example/gate/LaterValidation.java",
                """
                package com.example.gate;

                @dev.verdigris.junit.Validation
                class LaterValidation {
                  @org.junit.jupiter.api.Disabled("later")
                  @org.junit.jupiter.api.Test
                  void comesLater() {}
                }
                """);
    rows.add(
        deploy("a test is disabled")
            .before(disabled)
            .says("NOT PROMOTED", "LaterValidation.comesLater (disabled): later"));
    rows.add(
        deploy(
                "a test is disabled, and accepted by name",
                "-Dverdigris.gate.acceptedSkips=LaterValidation.comesLater")
            .before(disabled)
            .promotes()
            .green()
            .says("comesLater"));
    rows.add(
        deploy("fewer tests than production was validated by", "-Dverdigris.deployment=later")
            .afterBuild("verify", "-Pdeploy")
            .then(
                project -> {
                  project.delete("src/test/java/com/example/gate/OrdersValidation.java");
                  project.delete("target/test-classes");
                })
            .says("VG-3302 GATE FAILED  deployment later was validated by"));
    rows.add(
        row("a test is disabled, plain verify")
            .before(disabled)
            .green()
            .says("LaterValidation.comesLater (disabled): later"));
    rows.add(
        deploy("an assumption does not hold")
            .at("test")
            .does("abort")
            .says("NOT PROMOTED", "everyCustomerHasATotal (aborted): on purpose"));
    rows.add(
        row("an assumption does not hold, plain verify")
            .at("test")
            .does("abort")
            .green()
            .says("everyCustomerHasATotal (aborted): on purpose"));
    rows.add(deploy("a class is aborted").at("before all").does("abort").says("NOT PROMOTED"));
    rows.add(
        deploy("a condition is false")
            .at("condition")
            .says("NOT PROMOTED", "TotalsValidation.onlyUnderACondition (disabled)"));
  }

  private static void empty(List<Row> rows) {
    rows.add(
        deploy("an empty factory")
            .at("empty factory")
            .says("VG-9621 NOTHING VALIDATED  TotalsValidation.made"));
    rows.add(
        deploy("an empty template")
            .at("empty template")
            .says("VG-9621 NOTHING VALIDATED  TotalsValidation.aNameIsNotEmpty"));
    rows.add(
        deploy("no validation class at all")
            .before(
                project -> {
                  project.delete("src/test/java/com/example/gate/TotalsValidation.java");
                  project.delete("src/test/java/com/example/gate/OrdersValidation.java");
                  project.delete("target/test-classes");
                  project.delete("target/maven-status");
                })
            .says("VG-9600 NOTHING VALIDATED"));
    rows.add(
        deploy("a tag that matches nothing", "-Dgroups=absent").says("VG-9620 NOTHING VALIDATED"));
  }

  private static void filtered(List<Row> rows) {
    rows.add(deploy("a tag selects a part", "-Dgroups=slow").says("partial: 1 of 9"));
    rows.add(deploy("a tag excludes a part", "-DexcludedGroups=slow").says("partial: 8 of 9"));
    rows.add(row("a tag selects a part, plain verify", "-Dgroups=slow").green());
    rows.add(
        deploy(
                "a method of a validation is selected",
                "-Dit.test=ShopDeployment,TotalsValidation#again")
            .says("NOT PROMOTED"));
  }

  private static void notLoading(List<Row> rows) {
    Row.Act superclass =
        project ->
            project.write(
                "src/test/java/com/example/gate/LostValidation.java",
                """
                package com.example.gate;

                @dev.verdigris.junit.Validation
                class LostValidation extends org.slf4j.nop.NOPServiceProvider {
                  @org.junit.jupiter.api.Test
                  void isLost() {}
                }
                """);
    rows.add(
        deploy(
                "a validation class does not load",
                "-Dmaven.test.dependency.excludes=org.slf4j:slf4j-nop")
            .before(superclass)
            .says("VG-3600 GATE FAILED  class com.example.gate.LostValidation cannot be loaded"));
    rows.add(
        deploy("a validation class does not compile")
            .before(
                project ->
                    project.write(
                        "src/test/java/com/example/gate/WrongValidation.java",
                        "package com.example.gate;\n\nclass WrongValidation extends Absent {}\n"))
            .says("COMPILATION ERROR"));
    rows.add(
        deploy("a discovery error")
            .before(
                project ->
                    project.write(
                        "src/test/java/com/example/gate/PrivateValidation.java",
                        """
                        package com.example.gate;

                        @dev.verdigris.junit.Validation
                        class PrivateValidation {
                          @org.junit.jupiter.api.Test
                          private void isNeverRun() {}

                          @org.junit.jupiter.api.Test
                          void runs() {}
                        }
                        """))
            .says("VG-3601 GATE FAILED  the validations cannot all be discovered"));
  }

  private static void phases(List<Row> rows) {
    rows.add(
        deploy("init throws")
            .before(
                project ->
                    project.execute(
                        "CREATE SCHEMA " + project.name() + ".shop_next",
                        "CREATE VIEW "
                            + project.name()
                            + ".shop_next.foreign_view AS SELECT 1 AS one"))
            .says("init failed", "NOT PROMOTED", "not run: init failed"));
    rows.add(
        deploy("run throws")
            .before(
                project ->
                    project.write(
                        "models/shop/totals.sql",
                        "CREATE MATERIALIZED VIEW shop.totals AS SELECT absent FROM raw.orders;\n"))
            .says("run failed", "NOT PROMOTED", "not run: run failed"));
    rows.add(
        deploy("await is over time", "-Dverdigris.await.timeout=1s")
            .before(
                project ->
                    project
                        .engine()
                        .simulation()
                        .neverHydrates(project.name() + ".shop_next.totals"))
            .says("VG-4", "NOT PROMOTED", "not run: await failed"));
    rows.add(
        deploy("an own phase throws before validation")
            .at("phase before")
            .says("phase warmCaches failed", "not run: warmCaches failed", "NOT PROMOTED"));
    rows.add(
        deploy("an own phase throws after validation")
            .at("phase between")
            .says("phase askSomebody failed", "NOT PROMOTED"));
    rows.add(
        deploy("an own phase throws after promotion")
            .at("phase after")
            .promotes()
            .says("VG-7625 FOLLOW-UP FAILED  promoted, but phase tellSomebody failed"));
    rows.add(
        deploy(
                "cleanup fails after promotion",
                "-Dverdigris.promote.keepBlue=false",
                "-Dverdigris.accept.readers=raw.outside")
            .before(
                project ->
                    project.execute(
                        "CREATE VIEW "
                            + project.name()
                            + ".raw.outside AS SELECT customer FROM "
                            + project.name()
                            + ".shop.totals"))
            .promotes()
            .says("VG-7626 FOLLOW-UP FAILED  the deployment is promoted, cleanup is left"));
  }

  private static void fromOutside(List<Row> rows) {
    rows.add(
        deploy("the deployment class is not selected", "-Dit.test=TotalsValidation")
            .says(NOT_PROMOTED));
    rows.add(
        row("the deployment class is not selected, plain verify", "-Dit.test=TotalsValidation")
            .green()
            .after(
                project ->
                    assertThat(
                            project.read(
                                "target/failsafe-reports/TEST-com.example.gate.TotalsValidation.xml"))
                        .contains("there is no deployment to validate")));
    for (String skip : List.of("-DskipITs", "-DskipTests", "-Dmaven.test.skip")) {
      rows.add(deploy("skipped by " + skip, skip).says(NOT_PROMOTED, OUTSIDE));
      rows.add(row("skipped by " + skip + ", plain verify", skip).green());
    }
    rows.get(rows.size() - 6).quick();
    rows.add(
        deploy("skipped right after a promotion", "-DskipITs")
            .afterBuild("verify", "-Pdeploy")
            .says(NOT_PROMOTED, "the last promotion is of "));
    rows.add(
        deploy("a failing test is ignored", "-Dmaven.test.failure.ignore=true")
            .at("test")
            .quick()
            .says("VG-3620 GATE FAILED", NOT_PROMOTED, "no record of a promotion"));
    rows.add(deploy("failsafe is not bound", "-Dgate.phase=none").says(NOT_PROMOTED));
    rows.add(
        deploy("rolled back before anybody looked")
            .before(
                project ->
                    project.write(
                        "src/test/java/com/example/gate/Undo.java",
                        """
                        package com.example.gate;

                        @org.junit.jupiter.api.Order(dev.verdigris.junit.Phases.CLEANUP + 50)
                        public class Undo implements dev.verdigris.junit.DeploymentPhase {
                          @Override
                          public void run(dev.verdigris.junit.DeploymentEnvironment environment)
                              throws Exception {
                            try (var connection = environment.dataSource().getConnection();
                                var statement = connection.createStatement()) {
                              String cluster = environment.config().clusters().get(0);
                              swap(statement, "SCHEMA", "shop");
                              swap(statement, "CLUSTER", cluster);
                            }
                          }

                          /** Again where other rows' DDL came between. */
                          private static void swap(java.sql.Statement statement, String kind, String name)
                              throws java.sql.SQLException {
                            while (true) {
                              try {
                                statement.execute("ALTER " + kind + " " + name + " SWAP WITH " + name + "_next");
                                return;
                              } catch (java.sql.SQLException e) {
                                if (!"40001".equals(e.getSQLState())) {
                                  throw e;
                                }
                              }
                            }
                          }
                        }
                        """))
            .before(
                project ->
                    project.write(
                        "src/test/resources/META-INF/services/dev.verdigris.junit.DeploymentPhase",
                        "com.example.gate.Undo\n"))
            .says("VG-5340 CONFLICT  production is no longer what this build promoted"));
  }

  private static void reruns(List<Row> rows) {
    rows.add(
        deploy("a flaky test is run again", "-Dfailsafe.rerunFailingTestsCount=2")
            .at("test")
            .does("flaky")
            .says("the first verdict of this session stands", "VG-3620 GATE FAILED"));
    rows.add(
        deploy("a flaky phase is run again", "-Dfailsafe.rerunFailingTestsCount=2")
            .at("phase between")
            .does("flaky")
            .says("the first verdict of this session stands", "phase askSomebody failed"));
    rows.add(
        deploy("reruns are on and nothing fails", "-Dfailsafe.rerunFailingTestsCount=2")
            .promotes()
            .green());
  }

  private static void forks(List<Row> rows) {
    rows.add(deploy("two forks", "-DforkCount=2").promotes().green());
    rows.add(deploy("a fork for each class", "-DreuseForks=false").promotes().green());
    rows.add(deploy("two threads of Maven", "-T", "2").promotes().green());
    rows.add(
        deploy(
                "Jupiter runs in parallel",
                "-Djunit.jupiter.execution.parallel.enabled=true",
                "-Djunit.jupiter.execution.parallel.mode.default=concurrent")
            .promotes()
            .green());
    rows.add(deploy("no fork", "-DforkCount=0").says("VG-2620 CONFIGURATION"));
    rows.add(
        deploy("Failsafe is too old", "-Dsurefire.version=3.5.6")
            .online()
            .says("VG-2621 CONFIGURATION  Failsafe 3.5.6 runs the deployment"));
    rows.add(row("no fork, plain verify", "-DforkCount=0").green());
  }

  private static void beside(List<Row> rows) {
    Row.Act others =
        project -> {
          project.write(
              "src/test/java/com/example/gate/OwnIT.java",
              """
              package com.example.gate;

              class OwnIT {
                @org.junit.jupiter.api.Test
                void runsAsUsual() {
                  System.out.println("the user's own test runs");
                }
              }
              """);
          project.write(
              "src/test/java/com/example/gate/NamedTest.java",
              """
              package com.example.gate;

              @dev.verdigris.junit.Validation
              class NamedTest {
                @org.junit.jupiter.api.Test
                void isAValidation(dev.verdigris.Green green) {}
              }
              """);
        };
    rows.add(
        deploy("own tests beside, and a validation that Surefire finds")
            .before(others)
            .promotes()
            .green()
            .says("the user's own test runs")
            .after(
                project ->
                    assertThat(
                            project.read(
                                "target/surefire-reports/TEST-com.example.gate.NamedTest.xml"))
                        .contains("there is no deployment to validate")));
    Row test = row("mvn test").before(others).green().saysNot("VERDIGRIS");
    test.arguments.set(0, "test");
    rows.add(test);
  }
}
