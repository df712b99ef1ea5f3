package dev.verdigris.engine.catalog;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one catalog; each uses names of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CatalogTestCase {
  CatalogFixture fixture;
  CatalogFixture.TestSession session;

  @BeforeAll
  void open(@TempDir Path directory) throws SQLException {
    fixture = CatalogFixture.open(directory);
  }

  @AfterAll
  void close() throws SQLException {
    fixture.close();
  }

  @BeforeEach
  void connect() {
    session = fixture.session("materialize");
  }
}
