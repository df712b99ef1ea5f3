package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredSqlTests {
  private static final String VIEW =
      "CREATE VIEW \"m\".\"a\".\"v\" AS SELECT \"a\".\"t\".\"x\", '[u1 AS \"m\".\"a\".\"t\"]' FROM"
          + " [u1 AS \"m\".\"a\".\"t\"] WHERE \"pg_catalog\".\"upper\"(\"t\".\"x\") = 'it''s'";

  @Test
  void onlyItemsWithIdsGetOtherNames() {
    assertThat(StoredSql.rewriteNames(VIEW, id -> List.of("m", "b", "q\"t")))
        .contains("'[u1 AS \"m\".\"a\".\"t\"]'")
        .contains("FROM [u1 AS \"m\".\"b\".\"q\"\"t\"] WHERE");
  }

  @Test
  void theOwnNameChangesAlone() {
    assertThat(StoredSql.rename(VIEW, ObjectType.VIEW, List.of("m", "a", "w")))
        .startsWith("CREATE VIEW \"m\".\"a\".\"w\" AS SELECT");
    assertThat(
            StoredSql.rename(
                "CREATE INDEX \"i\" IN CLUSTER [u1] ON [u2 AS \"m\".\"a\".\"t\"] (\"x\")",
                ObjectType.INDEX,
                List.of("m", "a", "j")))
        .isEqualTo("CREATE INDEX \"j\" IN CLUSTER [u1] ON [u2 AS \"m\".\"a\".\"t\"] (\"x\")");
  }

  @Test
  void columnsFollowTheirSchemaAndTheirRelation() {
    assertThat(StoredSql.columnSchemas(VIEW)).containsExactly("a");
    assertThat(StoredSql.renameSchemasInColumns(VIEW, Map.of("a", "b")))
        .startsWith("CREATE VIEW \"m\".\"a\".\"v\" AS SELECT \"b\".\"t\".\"x\", ");
    assertThat(StoredSql.renameRelationInColumns(VIEW, "t", "u"))
        .contains("SELECT \"a\".\"u\".\"x\", ")
        .contains("\"upper\"(\"u\".\"x\")");
  }

  @Test
  void aDefinitionIsTheQueryAlone() {
    assertThat(
            StoredSql.definition(
                "CREATE MATERIALIZED VIEW \"m\".\"a\".\"v\" (\"x\", \"y\") IN CLUSTER [u1] WITH"
                    + " (ASSERT NOT NULL = \"y) AS\", REFRESH = ON COMMIT) AS SELECT 1 AS \"a\" AS"
                    + " OF 17",
                ObjectType.MATERIALIZED_VIEW))
        .isEqualTo("SELECT 1 AS \"a\";");
  }
}
