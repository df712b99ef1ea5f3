package dev.verdigris.acceptance.rows;

import static dev.verdigris.acceptance.rows.Row.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** Rows of a module with two deployment classes, each with a production of its own. */
final class TwoDeploymentsRows {
  private TwoDeploymentsRows() {}

  static List<Row> all() {
    return List.of(
        deploy("two deployment classes in one fork")
            .before(TwoDeploymentsRows::addSecond)
            .promotes()
            .green()
            .says("this build promoted ShopDeployment", "this build promoted StoreDeployment")
            .after(project -> assertThat(second(project)).isEqualTo(1)),
        deploy("two deployment classes in two forks", "-DforkCount=2")
            .before(TwoDeploymentsRows::addSecond)
            .promotes()
            .green()
            .says("this build promoted ShopDeployment", "this build promoted StoreDeployment")
            .after(project -> assertThat(second(project)).isEqualTo(1)),
        deploy("the second deployment's validation fails")
            .before(TwoDeploymentsRows::addSecond)
            .at("second")
            .promotes()
            .says("VG-3620 GATE FAILED")
            .after(project -> assertThat(second(project)).isZero()),
        deploy("one of two deployment classes is selected", "-Dit.test=ShopDeployment")
            .before(TwoDeploymentsRows::addSecond)
            .promotes()
            .says(
                "VG-3650 NOT PROMOTED  this build was asked to promote StoreDeployment and did not"
                    + " promote it")
            .after(project -> assertThat(second(project)).isZero()));
  }

  /** How many columns more the second production has got: one when it was promoted. */
  private static int second(RowProject project) throws SQLException {
    return project
        .query(
            "SELECT c.name FROM mz_columns AS c JOIN mz_objects AS o ON o.id = c.id JOIN mz_schemas"
                + " AS s ON s.id = o.schema_id JOIN mz_databases AS d ON d.id = s.database_id WHERE"
                + " d.name = '"
                + project.name()
                + "' AND s.name = 'store' AND o.name = 'stock' AND c.name = 'pieces'")
        .size();
  }

  private static void addSecond(RowProject project) throws SQLException {
    String name = project.name();
    project.execute(
        "CREATE SCHEMA " + name + ".store",
        "CREATE VIEW " + name + ".store.stock AS SELECT customer FROM " + name + ".raw.orders");
    project.write(
        "store.yaml",
        """
        deployment: more
        database: %s
        schemas: [store]
        models:
          directory: store-models
          search_path: [store, raw]
        local_engine:
          data: '%s'
        %s"""
            .formatted(name, project.engine().dataDirectory(), project.url()));
    project.write(
        "store-models/store/stock.sql",
        "CREATE VIEW store.stock AS SELECT customer, 1 AS pieces FROM raw.orders;\n");
    project.write(
        "src/test/java/com/example/store/StoreDeployment.java",
        """
        package com.example.store;

        @dev.verdigris.junit.Deployment(config = "store.yaml")
        class StoreDeployment {}
        """);
    project.write(
        "src/test/java/com/example/store/StoreValidation.java",
        """
        package com.example.store;

        @dev.verdigris.junit.Validation
        class StoreValidation {
          @org.junit.jupiter.api.Test
          void stockIsThere(dev.verdigris.Green green) {
            green.relation("store.stock");
            if ("second".equals(System.getProperty("gate.at"))) {
              throw new AssertionError("on purpose");
            }
          }
        }
        """);
  }
}
