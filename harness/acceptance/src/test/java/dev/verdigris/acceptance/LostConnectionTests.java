package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The server goes away in the middle of each phase, and the next run finishes the work. The fault
 * matrix has every statement; these are the moments that no build should be without.
 */
class LostConnectionTests {
  private final TestServer server = TestServer.shared();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "after, CREATE SCHEMA",
    "after, CREATE MATERIALIZED VIEW",
    "before, SUBSCRIBE",
    "before, COMMIT",
    "after, COMMIT",
    "after, ALTER SINK"
  })
  void rerunFinishesTheWork(String when, String verb, @TempDir Path directory) throws Exception {
    try (Production production = withSink(directory, verb)) {
      CatalogView catalog = new CatalogView(server, production);
      final String blue = catalog.schemaId(production.flights);
      DeploymentConfig config = production.config("pr_17");
      losing(when, verb, production, config, run -> run.promote(Runs.validated(run)));
      Runs.promoted(config, server, new Recorder());
      assertThat(catalog.schemaId(production.flights + "_pr_17")).isEqualTo(blue);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.PROMOTED);
      }
      if (!server.kafka().isEmpty()) {
        assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "delays")))
            .containsExactly(catalog.itemId(production.flights, "delay_by_airport"));
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"before, COMMIT", "after, COMMIT"})
  void rollbackIsFinishedByTheNextOne(String when, String verb, @TempDir Path directory)
      throws Exception {
    try (Production production = withSink(directory, verb)) {
      CatalogView catalog = new CatalogView(server, production);
      final List<String> blue = catalog.schema(production.flights);
      DeploymentConfig config = production.config("pr_17");
      Runs.promoted(config, server, new Recorder());
      losing(when, verb, production, config, DeploymentRun::rollback);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.ROLLED_BACK);
      }
      assertThat(catalog.schema(production.flights)).isEqualTo(blue);
      if (!server.kafka().isEmpty()) {
        assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "delays")))
            .containsExactly(catalog.itemId(production.flights, "delay_by_airport"));
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"after, COMMIT", "before, DROP VIEW", "after, DROP SCHEMA"})
  void cleanupIsFinishedByTheNextOne(String when, String verb, @TempDir Path directory)
      throws Exception {
    try (Production production = withSink(directory, verb)) {
      CatalogView catalog = new CatalogView(server, production);
      DeploymentConfig config = production.config("pr_17");
      Runs.promoted(config, server, new Recorder());
      final String schema = catalog.schemaId(production.flights);
      final String view = catalog.itemId(production.flights, "delay_by_airport");
      losing(when, verb, production, config, DeploymentRun::cleanup);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        run.cleanup();
        assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.GONE);
      }
      assertThat(catalog.units())
          .hasSize(server.kafka().isEmpty() ? 3 : 5)
          .noneMatch(unit -> unit.contains("pr_17"));
      assertThat(catalog.schemaId(production.flights)).isEqualTo(schema);
      assertThat(catalog.itemId(production.flights, "delay_by_airport")).isEqualTo(view);
    }
  }

  private Production withSink(Path directory, String verb) throws Exception {
    Production production = Production.create(server, directory);
    if (!server.kafka().isEmpty()) {
      return production.withSink();
    }
    assumeThat(verb).as("a broker: -Dverdigris.test.kafka").isNotEqualTo("ALTER SINK");
    return production;
  }

  /** Runs one phase on a connection that is lost, and checks what the failure says. */
  private void losing(
      String when,
      String verb,
      Production production,
      DeploymentConfig config,
      Consumer<DeploymentRun> phase)
      throws Exception {
    try (TestServer.Relayed relayed = server.relayed()) {
      Predicate<String> statement =
          sql -> sql.contains(verb) && isMeant(sql, relayed.relay().statements(), production);
      if (when.equals("before")) {
        relayed.relay().cutBefore(statement);
      } else {
        relayed.relay().cutAfter(statement);
      }
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        phase.accept(run);
      } catch (VerdigrisException failure) {
        assertThat(failure.exitCode())
            .isIn(ExitCode.CONNECTION, ExitCode.FOLLOW_UP, ExitCode.NOT_READY);
        assertThat(failure).hasMessageContaining("\n  state").hasMessageContaining("\n  next");
      }
      assertThat(relayed.relay().hasCut()).as("a statement with " + verb + " was sent").isTrue();
    }
  }

  /**
   * A COMMIT is meant if it ends swaps or renames: not that of a read, and not after a rehearsal's
   * ROLLBACK.
   */
  private static boolean isMeant(String sql, List<String> sent, Production production) {
    if (sql.contains("COMMIT")) {
      int moved = Math.max(lastIndex(sent, " SWAP WITH "), lastIndex(sent, " RENAME TO "));
      return moved > lastIndex(sent, "ROLLBACK");
    }
    return sql.contains("SUBSCRIBE")
        || sql.contains(production.tag)
        || sql.contains("pr_17_retired_");
  }

  private static int lastIndex(List<String> sent, String part) {
    int last = -1;
    for (int i = 0; i < sent.size(); i++) {
      if (sent.get(i).contains(part)) {
        last = i;
      }
    }
    return last;
  }
}
