package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRelationsTests {
  @TempDir Path directory;

  @Test
  void everyModelledRelationHasTheColumnsOfTheRecordedList() throws Exception {
    List<String> wrong = new ArrayList<>();
    int relations = 0;
    try (PostgresServer postgres = PostgresServer.start(directory, CatalogFixture.scripts());
        Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (Item item : SystemCatalog.load().items()) {
        if (!item.type().isRelation() || item.physical() == null) {
          continue;
        }
        relations++;
        List<String> listed = item.columns().stream().map(Column::name).toList();
        List<String> present = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + item.physicalName())) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            present.add(rows.getMetaData().getColumnName(i));
          }
        } catch (java.sql.SQLException e) {
          wrong.add(item.physical() + ": " + e.getMessage());
          continue;
        }
        if (!listed.equals(present)) {
          wrong.add(item.physical() + ": listed " + listed + ", present " + present);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(relations).isGreaterThan(100);
  }
}
