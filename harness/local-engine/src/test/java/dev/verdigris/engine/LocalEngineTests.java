package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTests {
  @TempDir Path directory;

  @Test
  void answersQueriesAndVariables() throws Exception {
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start();
        Connection connection = DriverManager.getConnection(engine.url())) {
      assertThat(text(connection, "SELECT 1")).isEqualTo("1");
      assertThat(text(connection, "SHOW cluster")).isEqualTo("quickstart");
      assertThat(text(connection, "SHOW mz_version")).startsWith("v26.28.0-dev.0");
    }
  }

  @Test
  void aSecondEngineOnTheSameDirectoryIsRefused() {
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start()) {
      assertThatThrownBy(() -> LocalEngine.builder().dataDirectory(directory).start())
          .isInstanceOf(VerdigrisException.class)
          .hasMessageStartingWith("VG-6410 LOCAL ENGINE  another engine runs on " + directory)
          .hasMessageContaining("SQL on 127.0.0.1:" + engine.port());
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
