package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Server;
import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.LocalEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A role that lacks rights, where rights are enforced: on an engine of its own, since the switch is
 * the whole server's.
 */
class RightsTests {
  private static LocalEngine engine;
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws SQLException {
    engine = LocalEngine.builder().dataDirectory(directory.resolve("engine")).start();
    server = TestServer.local(new As("materialize"), engine.kafkaAddress());
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void roleWithoutRightsIsRefusedByNameAndChangesNothing(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory)) {
      server.execute("CREATE ROLE deployer");
      CatalogView catalog = new CatalogView(server, production);
      List<String> units = catalog.units();
      enforceRights(true);
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), new As("deployer"), new Recorder())) {
        assertThatThrownBy(run::init)
            .isInstanceOfSatisfying(
                VerdigrisException.class,
                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONNECTION))
            .hasMessageContaining("permission denied")
            .hasMessageContaining("\n  state")
            .hasMessageContaining("\n  next");
      } finally {
        enforceRights(false);
      }
      assertThat(catalog.units()).isEqualTo(units);
    }
  }

  private static void enforceRights(boolean on) throws SQLException {
    try (Connection system = DriverManager.getConnection(engine.internalUrl());
        Statement statement = system.createStatement()) {
      statement.execute("ALTER SYSTEM SET enable_rbac_checks = " + on);
    }
  }

  /** The engine, for one user. */
  private record As(String user) implements Server {
    @Override
    public String url() {
      return "jdbc:postgresql://127.0.0.1:" + engine.port() + "/materialize?user=" + user;
    }

    @Override
    public String description() {
      return "local engine as " + user;
    }

    @Override
    public void close() {
      // The test closes the engine.
    }
  }
}
