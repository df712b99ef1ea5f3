package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a cleanup from dropping, and what it leaves. */
class CleanupTests {
  private final TestServer server = TestServer.shared();
  private Production production;
  private DeploymentConfig config;

  @BeforeEach
  void promote(@TempDir Path directory) throws Exception {
    production = Production.create(server, directory);
    config = production.config("pr_17", Map.of("verdigris.promote.bakeTime", "1h"));
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  @Test
  void whoeverSubscribesToTheOldEnvironmentKeepsItAlive() throws Exception {
    DeploymentConfig plain = production.config("pr_17");
    try (Connection board = server.connect();
        DeploymentRun run = DeploymentRun.open(plain, server, new Recorder())) {
      board.setAutoCommit(false);
      try (Statement statement = board.createStatement()) {
        statement.execute(
            "DECLARE c CURSOR FOR SUBSCRIBE " + production.flights + ".delay_by_airport");
        statement.execute("FETCH 1 c");
        run.promote(Runs.validated(run));
        assertThatThrownBy(run.preview(List.of(Phase.CLEANUP))::refuse)
            .hasMessageStartingWith("VG-5553 ");
        assertThatThrownBy(run::cleanup)
            .hasMessageStartingWith(
                "VG-5553 CONFLICT  somebody subscribes to what would be dropped\n")
            .hasMessageContaining(": " + production.flights + "_pr_17.delay_by_airport\n");
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      board.rollback();
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
  }

  @Test
  void whoeverSubscribesOnTheOldClusterKeepsItAliveWhateverHeReads() throws Exception {
    DeploymentConfig plain = production.config("pr_17");
    try (Connection board = server.connect();
        DeploymentRun run = DeploymentRun.open(plain, server, new Recorder())) {
      board.setAutoCommit(false);
      try (Statement statement = board.createStatement()) {
        statement.execute("SET cluster = " + production.compute);
        statement.execute("DECLARE c CURSOR FOR SUBSCRIBE " + production.raw + ".flights");
        statement.execute("FETCH 1 c");
        run.promote(Runs.validated(run));
        assertThatThrownBy(run::cleanup)
            .hasMessageStartingWith(
                "VG-5553 CONFLICT  somebody subscribes to what would be dropped\n")
            .hasMessageContaining(": on cluster " + production.compute + "_pr_17\n");
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      board.rollback();
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
  }

  @Test
  void whatCannotBeDroppedIsLeftAndTheRestIsGone() throws Exception {
    DeploymentConfig plain = production.config("pr_17");
    Runs.promoted(plain, server, new Recorder());
    AtomicBoolean once = new AtomicBoolean();
    String reader = production.raw + ".late_reader";
    try (DeploymentRun run =
        DeploymentRun.open(
            plain,
            server,
            event -> {
              if (event instanceof Event.StepDone done
                  && done.phase() == Phase.CLEANUP
                  && once.compareAndSet(false, true)) {
                readOld(reader);
              }
            })) {
      assertThatThrownBy(run::cleanup)
          .hasMessageStartingWith("VG-7553 UNFINISHED  cleaned up, but 3 things are left")
          .hasMessageContaining("route_traffic")
          .hasMessageContaining("deployment pr_17 is being cleaned up");
      assertThatThrownBy(run::rollback)
          .hasMessageStartingWith(
              "VG-5208 CONFLICT  rollback is not possible: deployment pr_17 is being cleaned up");
      assertThatThrownBy(run::cleanup).hasMessageStartingWith("VG-5209 CONFLICT");
      server.execute("DROP VIEW " + reader);
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
  }

  @Test
  void theBakeTimeIsWaitedForUnlessAskedOtherwise() throws Exception {
    Runs.promoted(config, server, new Recorder());
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      assertThatThrownBy(run::cleanup)
          .hasMessageStartingWith("VG-5554 CONFLICT  the bake time of deployment pr_17 is not over")
          .hasMessageContaining("-Dverdigris.cleanup.now");
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    DeploymentConfig now =
        production.config(
            "pr_17", Map.of("verdigris.promote.bakeTime", "1h", "verdigris.cleanup.now", "true"));
    try (DeploymentRun run = DeploymentRun.open(now, server, new Recorder())) {
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
  }

  private void readOld(String view) {
    try {
      String schema =
          server
              .query(
                  "SELECT s.name FROM mz_schemas s JOIN mz_objects o ON o.schema_id = s.id WHERE"
                      + " s.name LIKE 'pr_17_retired_%' AND o.name = 'route_traffic' AND EXISTS"
                      + " (SELECT 1 FROM mz_internal.mz_object_dependencies d JOIN mz_objects r ON"
                      + " r.id = d.referenced_object_id JOIN mz_schemas q ON q.id = r.schema_id"
                      + " WHERE d.object_id = o.id AND q.name = '"
                      + production.raw
                      + "')")
              .get(0)
              .get(0);
      server.execute("CREATE VIEW " + view + " AS SELECT * FROM " + schema + ".route_traffic");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
