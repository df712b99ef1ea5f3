package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other tools for blue/green deployments get wrong, each as a situation in which it showed:
 * swaps, sinks, rights and readiness of dbt-materialize 1.9.11 and mz-deploy.
 *
 * <table>
 * <caption>Which test has which defect; where no class is named, it is one of these</caption>
 * <tr><th>defect</th><th>whose</th><th>test</th></tr>
 * <tr><td>a second run of the promotion swaps back</td><td>dbt</td>
 *     <td>{@code promotingTwiceDoesNotSwapBack}</td></tr>
 * <tr><td>whatever fails behind the swap (git, a comment, a sink) leaves the sinks behind</td>
 *     <td>dbt</td><td>{@code sinksAreNotLostWhenOneFailsBehindTheSwap}</td></tr>
 * <tr><td>no git, a broken repository</td><td>dbt</td>
 *     <td>{@code aRepositoryThatIsBrokenStopsNoPromotion}, core's {@code GitCommitTests}</td></tr>
 * <tr><td>sinks are looked for in the project, by its first dependency, not in the catalog</td>
 *     <td>dbt</td><td>{@code sinksThatTheProjectDoesNotKnowAreCutOverToo}</td></tr>
 * <tr><td>a wrong variable makes half a promotion, with clusters swapped with themselves</td>
 *     <td>dbt</td><td>{@code nothingIsSwappedWithItself}</td></tr>
 * <tr><td>a resume behind the swap forgets the sinks and the old environment</td>
 *     <td>mz-deploy</td><td>{@code aRunThatContinuesBehindTheSwapRemembersTheSinks}</td></tr>
 * <tr><td>a green schema or cluster that has vanished is a warning; the rest is promoted</td>
 *     <td>mz-deploy</td><td>{@code whenAPartOfGreenHasVanishedNothingIsPromoted}</td></tr>
 * <tr><td>cleanup drops by the pattern of a name, in every database</td><td>mz-deploy</td>
 *     <td>{@code whatOnlyHasANameLikeOursStaysThroughACleanup}</td></tr>
 * <tr><td>an abort behind the swap drops the old production with its sinks</td>
 *     <td>mz-deploy</td><td>{@code sinksAreNotLostWhenOneFailsBehindTheSwap}</td></tr>
 * <tr><td>{@code CASCADE} takes along what belongs to others</td><td>both</td>
 *     <td>{@code nothingOfOthersGoesByCascade}</td></tr>
 * <tr><td>the check of ownership cannot fail</td><td>dbt</td>
 *     <td>{@code aRoleThatDoesNotOwnProductionIsRefusedAndNothingIsSwapped}</td></tr>
 * <tr><td>grants on objects are lost at the swap</td><td>dbt</td>
 *     <td>{@code grantsOnObjectsSurviveTheSwap}</td></tr>
 * <tr><td>what nobody has reported counts as ready</td><td>both</td>
 *     <td>{@code anObjectThatNobodyHasReportedYetIsNotReady}</td></tr>
 * <tr><td>{@code ALTER SINK} has no deadline</td><td>both</td>
 *     <td>{@code aSinkThatHangsComesToItsDeadline}</td></tr>
 * <tr><td>no protection against two at once; the conflict is looked for outside of the
 *     transaction, by the client's clock</td><td>both</td>
 *     <td>{@link RaceTests}, {@link SwapWindowTests}</td></tr>
 * <tr><td>DDL of others is not tried again, or three times</td><td>both</td>
 *     <td>{@link CrowdedPromotionTests}</td></tr>
 * <tr><td>a lost answer of {@code COMMIT} swaps back at the next run</td><td>dbt</td>
 *     <td>{@link UnknownOutcomeTests}</td></tr>
 * </table>
 */
class PeersDefectsTests {
  private final TestServer server = TestServer.shared();
  @TempDir private Path directory;
  private Production production;
  private CatalogView catalog;
  private DeploymentConfig config;

  @BeforeEach
  void createProduction() throws Exception {
    production = Production.create(server, directory);
    catalog = new CatalogView(server, production);
    config = production.config("pr_17");
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  @Test
  void promotingTwiceDoesNotSwapBack() throws Exception {
    try (DeploymentRun run = open()) {
      Verdict verdict = Runs.validated(run);
      run.promote(verdict);
      List<String> units = catalog.units();
      run.promote(verdict);
      assertThat(catalog.units()).isEqualTo(units);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void sinksAreNotLostWhenOneFailsBehindTheSwap() throws Exception {
    withSink();
    String second = secondSink();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      relayed
          .relay()
          .disturb(
              sent -> sent.sql().contains("ALTER SINK") && sent.sql().contains("delays\" SET"),
              new Disturbance.Refused("XX000", "the broker is away"));
      refused(() -> run.promote(verdict), ExitCode.FOLLOW_UP)
          .withMessageContaining("the broker is away")
          .withMessageContaining("ALTER SINK")
          .withMessageContaining("promoted with sinks pending");
      assertThat(readsNew(second)).as("the other sink is cut over all the same").isTrue();
      assertThat(readsNew(production.sinks + ".delays")).isFalse();
      refused(run::cleanup, ExitCode.CONFLICT).withMessageContaining("finish the promotion");
      run.promote(verdict);
      assertThat(readsNew(production.sinks + ".delays")).isTrue();
    }
  }

  @Test
  void sinksThatTheProjectDoesNotKnowAreCutOverToo() throws Exception {
    withSink();
    String foreign = secondSink();
    server.asSystem().execute("ALTER SINK " + foreign + " OWNER TO " + production.role);
    server.permit("sink_owner", production.role);
    Runs.promoted(config, server, new Recorder());
    assertThat(readsNew(foreign)).isTrue();
    assertThat(readsNew(production.sinks + ".delays")).isTrue();
  }

  @Test
  void aRunThatContinuesBehindTheSwapRemembersTheSinks() throws Exception {
    withSink();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      relayed
          .relay()
          .disturb(sent -> sent.sql().contains("ALTER SINK"), new Disturbance.Dark(false));
      assertThatExceptionOfType(VerdigrisException.class).isThrownBy(() -> run.promote(verdict));
      assertThat(relayed.relay().hasCut()).isTrue();
    }
    try (DeploymentRun next = open()) {
      assertThat(next.state().kind()).isEqualTo(Kind.SINKS_PENDING);
      next.promote(Runs.validated(next));
      assertThat(next.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(readsNew(production.sinks + ".delays")).isTrue();
  }

  @Test
  void nothingOfOthersGoesByCascade() throws Exception {
    withSink();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      run.promote(verdict);
      server.execute(
          "CREATE VIEW "
              + production.raw
              + ".theirs AS SELECT iata FROM "
              + production.flights
              + "_pr_17.delay_by_airport");
      refused(run::cleanup, ExitCode.CONFLICT).withMessageContaining(production.raw + ".theirs");
      assertThat(server.query("SELECT count(*) FROM " + production.raw + ".theirs"))
          .containsExactly(List.of("2"));
      server.execute("DROP VIEW " + production.raw + ".theirs");
      run.cleanup();
      assertThat(relayed.relay().statements())
          .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("CASCADE"));
    }
    assertThat(readsNew(production.sinks + ".delays")).isTrue();
  }

  @Test
  void aRoleThatDoesNotOwnProductionIsRefusedAndNothingIsSwapped() throws Exception {
    assumeThat(server.checksRights()).as("rights are checked: -Dverdigris.test.system").isTrue();
    TestServer system = server.asSystem();
    String stranger = "stranger_" + production.tag;
    server.execute(
        "CREATE ROLE " + stranger,
        "GRANT USAGE ON SCHEMA " + production.raw + " TO " + stranger,
        "GRANT SELECT ON TABLE " + production.raw + ".flights TO " + stranger,
        "GRANT USAGE ON SCHEMA " + production.flights + " TO " + stranger);
    system.execute(
        "GRANT CREATE, USAGE ON DATABASE materialize TO " + stranger,
        "GRANT CREATECLUSTER ON SYSTEM TO " + stranger);
    List<String> blue = catalog.schema(production.flights);
    try (DeploymentRun run = DeploymentRun.open(config, server.as(stranger), new Recorder())) {
      refused(() -> run.promote(Runs.validated(run)), ExitCode.CONNECTION)
          .withMessageContaining(production.flights);
    }
    assertThat(catalog.schema(production.flights)).isEqualTo(blue);
    system.execute("DROP OWNED BY " + stranger + " CASCADE", "DROP ROLE " + stranger);
  }

  @Test
  void anObjectThatNobodyHasReportedYetIsNotReady() throws Exception {
    LocalEngine engine = engine();
    String unreported = "materialize." + production.flights + "_pr_17.route_traffic";
    Recorder recorder = new Recorder();
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      run.init();
      run.run();
      engine.simulation().statusIsHeldBack(unreported);
      CompletableFuture<Void> reported =
          CompletableFuture.runAsync(
              () -> {
                Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> recorder.text().contains("route_traffic: "));
                engine.simulation().reset(unreported);
              });
      run.await();
      reported.join();
    } finally {
      engine.simulation().reset(unreported);
    }
    assertThat(recorder.events())
        .filteredOn(Event.Pending.class::isInstance)
        .map(Event::text)
        .anyMatch(text -> text.contains("route_traffic: "));
  }

  @Test
  void aSinkThatHangsComesToItsDeadline() throws Exception {
    withSink();
    DeploymentConfig hasty =
        production.config("pr_17", Map.of("verdigris.timeouts.sinkCutover", "1s"));
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(hasty, relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      relayed.relay().disturb(sent -> sent.sql().contains("ALTER SINK"), new Disturbance.Stalled());
      refused(() -> run.promote(verdict), ExitCode.FOLLOW_UP).withMessageContaining("ALTER SINK");
      try (DeploymentRun patient = DeploymentRun.open(config, server, new Recorder())) {
        patient.promote(verdict);
      }
    }
    assertThat(readsNew(production.sinks + ".delays")).isTrue();
  }

  @Test
  void grantsOnObjectsSurviveTheSwap() throws Exception {
    server.execute(
        "GRANT SELECT ON TABLE " + production.flights + ".route_traffic TO PUBLIC",
        "GRANT USAGE ON SCHEMA " + production.flights + " TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + Identifiers.quote(server.owner())
            + " IN SCHEMA "
            + production.flights
            + " GRANT SELECT ON TABLES TO "
            + production.role);
    List<List<String>> before = grants();
    Runs.promoted(config, server, new Recorder());
    assertThat(grants())
        .isEqualTo(before)
        .anyMatch(grant -> grant.contains("route_traffic"))
        .anyMatch(grant -> grant.contains("on_time_board"));
  }

  @Test
  void whenAPartOfGreenHasVanishedNothingIsPromoted() throws Exception {
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      List<String> blue = catalog.schema(production.flights);
      String cluster = catalog.clusterId(production.compute);
      server.asSystem().execute("DROP CLUSTER " + production.compute + "_pr_17 CASCADE");
      refused(() -> run.promote(verdict), ExitCode.CONFLICT)
          .withMessageContaining("changed   green: cluster ")
          .withMessageContaining("nothing was promoted");
      server.asSystem().execute("DROP SCHEMA " + production.flights + "_pr_17 CASCADE");
      refused(() -> run.promote(verdict), ExitCode.NOTHING_VALIDATED)
          .withMessageContaining("deployment pr_17 is absent");
      assertThat(catalog.schema(production.flights)).isEqualTo(blue);
      assertThat(catalog.clusterId(production.compute)).isEqualTo(cluster);
      assertThat(relayed.relay().statements()).noneMatch(sql -> sql.contains(" SWAP WITH "));
    }
  }

  @Test
  void whatOnlyHasANameLikeOursStaysThroughACleanup() throws Exception {
    String schema = "theirs_" + production.tag + "_pr_17";
    String cluster = "theirc_" + production.tag + "_pr_17";
    server.execute(
        "CREATE SCHEMA " + schema,
        "CREATE TABLE " + schema + ".t (a int)",
        "CREATE CLUSTER " + cluster + " (SIZE = '25cc', REPLICATION FACTOR = 0)");
    List<String> theirs = List.of(catalog.schemaId(schema), catalog.clusterId(cluster));
    try (DeploymentRun run = open()) {
      run.init();
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
    }
    assertThat(List.of(catalog.schemaId(schema), catalog.clusterId(cluster))).isEqualTo(theirs);
    assertThat(server.query("SELECT count(*) FROM " + schema + ".t")).containsExactly(List.of("0"));
  }

  @Test
  void nothingIsSwappedWithItself() throws Exception {
    Path file = directory.resolve("self.yaml");
    Files.writeString(
        file,
        """
        deployment: pr_17
        schemas: [flights]
        clusters: [compute, compute_pr_17]
        """);
    refused(() -> DeploymentConfig.load(file, Settings.none()), ExitCode.CONFIGURATION)
        .withMessageContaining("compute_pr_17");
  }

  @Test
  void aRepositoryThatIsBrokenStopsNoPromotion() throws Exception {
    withSink();
    Files.createDirectories(directory.resolve(".git"));
    Files.writeString(directory.resolve(".git/HEAD"), "ref: refs/heads/gone\n");
    Runs.promoted(config, server, new Recorder());
    assertThat(readsNew(production.sinks + ".delays")).isTrue();
    assertThat(catalog.schemaComment(production.flights)).doesNotContain("\"commit\"");
  }

  private List<List<String>> grants() throws SQLException {
    return server.query(
        "SELECT name, grantee, privilege_type FROM mz_internal.mz_show_object_privileges WHERE"
            + " schema = '"
            + production.flights
            + "' UNION ALL SELECT 'the schema', grantee, privilege_type FROM"
            + " mz_internal.mz_show_schema_privileges WHERE name = '"
            + production.flights
            + "' UNION ALL SELECT 'by default', grantee, privilege_type FROM"
            + " mz_internal.mz_show_default_privileges WHERE schema = '"
            + production.flights
            + "' ORDER BY 1, 2, 3");
  }

  /** A sink by hand, in a schema that no project knows. */
  private String secondSink() throws SQLException {
    String name = production.sinks + ".by_hand";
    server.execute(
        "CREATE SINK "
            + name
            + " IN CLUSTER "
            + production.sinkCluster
            + " FROM "
            + production.flights
            + ".route_traffic INTO KAFKA CONNECTION "
            + production.sinks
            + ".kafka (TOPIC 'by-hand-"
            + production.tag
            + "') KEY (origin, destination) FORMAT JSON ENVELOPE DEBEZIUM");
    return name;
  }

  /** Whether a sink reads what carries the production name now. */
  private boolean readsNew(String sink) throws SQLException {
    String name = sink.substring(sink.indexOf('.') + 1);
    String relation = name.equals("delays") ? "delay_by_airport" : "route_traffic";
    return catalog
        .sinkReads(catalog.itemId(production.sinks, name))
        .equals(List.of(catalog.itemId(production.flights, relation)));
  }

  private DeploymentRun open() {
    return DeploymentRun.open(config, server, new Recorder());
  }

  private static ThrowableAssertAlternative<VerdigrisException> refused(
      ThrowingCallable call, ExitCode exitCode) {
    return assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(call)
        .matches(e -> e.exitCode() == exitCode, "exit code " + exitCode)
        .withMessageContaining("\n  state")
        .withMessageContaining("\n  next");
  }

  private void withSink() throws Exception {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    production.withSink();
    config = production.config("pr_17");
  }

  private LocalEngine engine() {
    assumeThat(server.isLocal()).as("the local engine can be steered").isTrue();
    return server.engine();
  }
}
