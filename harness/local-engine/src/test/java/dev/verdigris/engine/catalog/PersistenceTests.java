package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTests {
  @TempDir Path directory;

  @Test
  void whatWasCommittedIsThereAfterARestart() throws Exception {
    CatalogState before;
    try (CatalogFixture fixture = CatalogFixture.open(directory)) {
      var session = fixture.session("materialize");
      session.run(
          "CREATE CLUSTER c (SIZE = '50cc'); CREATE SCHEMA s; CREATE ROLE reader;"
              + " CREATE TABLE s.t (id int NOT NULL, n numeric(10, 2) DEFAULT 0, l int list);"
              + " CREATE MATERIALIZED VIEW s.m IN CLUSTER c AS SELECT id, max(n) AS n FROM s.t"
              + " GROUP BY id; CREATE DEFAULT INDEX ON s.m; CREATE CONNECTION k TO KAFKA (BROKER"
              + " 'h:1', SECURITY PROTOCOL PLAINTEXT); CREATE SINK s.x IN CLUSTER c FROM s.m INTO"
              + " KAFKA CONNECTION k (TOPIC 'x') KEY (id) FORMAT JSON ENVELOPE UPSERT;"
              + " COMMENT ON COLUMN s.m.n IS 'most'; GRANT SELECT ON s.m TO reader;"
              + " ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA s GRANT SELECT ON TABLES"
              + " TO reader; CREATE TEMPORARY VIEW gone AS SELECT 1 AS a");
      before = fixture.catalog.state();
    }
    try (CatalogFixture fixture = CatalogFixture.open(directory)) {
      CatalogState after = fixture.catalog.state();
      assertThat(sorted(after)).isEqualTo(sorted(before));
      assertThat(after.clusters()).containsExactlyInAnyOrderElementsOf(before.clusters());
      assertThat(after.schemas()).containsExactlyInAnyOrderElementsOf(before.schemas());
      assertThat(after.roles()).containsExactlyInAnyOrderElementsOf(before.roles());
      assertThat(after.comments()).isEqualTo(before.comments());
      assertThat(after.defaultPrivileges())
          .containsExactlyInAnyOrderElementsOf(before.defaultPrivileges());
      assertThat(after.counters()).isEqualTo(before.counters());
      assertThat(fixture.session("materialize").value("SELECT count(*) FROM s.m")).isEqualTo("0");
    }
  }

  /** Temporary objects do not live on. */
  private static List<Item> sorted(CatalogState state) {
    return state.items().stream()
        .filter(item -> item.temporary() == null)
        .sorted(Comparator.comparing(Item::id))
        .toList();
  }
}
