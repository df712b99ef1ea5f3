package dev.verdigris.engine.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deployments on a server: the local engine, or with {@code -Dverdigris.test.url} a real
 * Materialize, where every name is of this run and nothing is left behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentTests {
  private @Nullable LocalEngine engine;
  private String url = "";
  private Stage stage = new Stage(Path.of(""), "", "");

  @BeforeAll
  void start() {
    String given = System.getProperty("verdigris.test.url", "");
    if (given.isEmpty()) {
      engine = LocalEngine.builder().start();
      url = engine.url();
    } else {
      url = given;
    }
  }

  @AfterAll
  void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  @BeforeEach
  void build(@TempDir Path directory) throws SQLException, IOException {
    String run = UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    stage = new Stage(directory, url, "vt" + run + "_");
    stage.build();
  }

  @AfterEach
  void clear() throws SQLException {
    stage.close();
  }

  @Test
  void ids_move_with_the_names_and_come_back() throws Exception {
    Map<String, String> before = stage.ids();
    String schema = "schema " + stage.name("flights");
    String cluster = "cluster " + stage.name("compute");
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      Map<String, String> ready = stage.ids();
      assertThat(ready).containsAllEntriesOf(before);
      Verdict verdict = Stage.validate(run);
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      Map<String, String> promoted = stage.ids();
      assertThat(promoted)
          .containsEntry(schema, ready.get(schema + "_" + deployment("a")))
          .containsEntry(cluster, ready.get(cluster + "_" + deployment("a")))
          .containsEntry(schema + "_" + deployment("a"), before.get(schema))
          .containsEntry(cluster + "_" + deployment("a"), before.get(cluster));
      assertThat(stage.rows("SELECT total FROM " + stage.name("flights") + ".delays ORDER BY iata"))
          .containsExactly("10", "5");

      run.rollback();

      // A rollback names green's schemas so that a rerun cannot promote them.
      Map<String, String> back = new HashMap<>(ready);
      String green = schema + "_" + deployment("a");
      back.put(green + "_rolled_back", String.valueOf(back.remove(green)));
      assertThat(stage.ids()).isEqualTo(back);
      assertThat(stage.rows("SELECT total FROM " + stage.name("flights") + ".delays ORDER BY iata"))
          .containsExactly("8", "5");
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
    }
    assertThat(stage.ids()).isEqualTo(before);
  }

  @Test
  void a_second_run_of_everything_changes_nothing() throws Exception {
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      run.promote(Stage.validate(run));
    }
    int before = stage.events().size();
    Map<String, String> ids = stage.ids();
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      run.promote(Stage.validate(run));
    }
    assertThat(stage.ids()).isEqualTo(ids);
    assertThat(stage.events().subList(before, stage.events().size()))
        .noneMatch(event -> event instanceof Event.StepDone);
  }

  @Test
  void grants_comments_and_columns_comments_are_carried_over() throws Exception {
    String shown =
        "SELECT o.name, coalesce(c.comment, '') FROM mz_objects o JOIN mz_schemas s ON s.id ="
            + " o.schema_id JOIN mz_internal.mz_comments c ON c.id = o.id AND c.object_type ="
            + " 'materialized-view' WHERE s.name = '"
            + stage.name("flights")
            + "'";
    String granted =
        "SELECT name, grantee, privilege_type FROM mz_internal.mz_show_object_privileges WHERE"
            + " schema = '"
            + stage.name("flights")
            + "' ORDER BY 1, 2, 3";
    List<String> comments = stage.rows(shown);
    List<String> grants = stage.rows(granted);
    assertThat(comments).containsExactly("delays|minutes");
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      run.promote(Stage.validate(run));
      assertThat(stage.rows(shown)).isEqualTo(comments);
      assertThat(stage.rows(granted)).isEqualTo(grants);
      assertThat(
              stage.rows(
                  "SELECT comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id"
                      + " AND c.object_type = 'schema' WHERE s.name = '"
                      + stage.name("flights")
                      + "'"))
          .singleElement()
          .asString()
          .startsWith("it's\nours\nverdigris/1 {");
    }
  }

  @Test
  void only_what_changed_is_created_anew() throws Exception {
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      List<String> before = items();
      stage.model("board", "CREATE VIEW board AS SELECT iata, total FROM delays;\n");
      stage.model("more", "CREATE VIEW more AS SELECT count(*) AS n FROM board;\n");

      run.run();

      List<String> after = items();
      assertThat(after).hasSize(4).contains(row(before, "delays"), row(before, "delays_ix"));
      assertThat(row(after, "board")).isNotEqualTo(row(before, "board"));
      stage.withoutModel("more");
      run.run();
      assertThat(items()).hasSize(3);
      run.await();
      run.promote(Stage.validate(run));
    }
  }

  @Test
  void deployments_stand_on_top_of_each_other_and_are_cleaned_up_in_order() throws Exception {
    try (DeploymentRun first = stage.open(deployment("a"))) {
      Stage.ready(first);
      first.promote(Stage.validate(first));
    }
    try (DeploymentRun second = stage.open(deployment("b"))) {
      Stage.ready(second);
      second.promote(Stage.validate(second));
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(second::cleanup)
          .withMessageStartingWith("VG-5211 CONFLICT  the old environment of deployment ");
      try (DeploymentRun first = stage.open(deployment("a"))) {
        assertThat(first.state().kind()).isEqualTo(Kind.SUPERSEDED);
        first.cleanup();
      }
      second.cleanup();
      assertThat(second.state().kind()).isEqualTo(Kind.GONE);
    }
    assertThat(stage.ids()).hasSize(3);
  }

  @Test
  void ddl_of_others_during_the_swap_costs_attempts_and_never_half_a_swap() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              try {
                for (int i = 0; !stop.get(); i++) {
                  stage.execute("COMMENT ON SCHEMA " + stage.name("raw") + " IS 'n" + i + "'");
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    try (DeploymentRun run = stage.open(deployment("a"))) {
      Stage.ready(run);
      Verdict verdict = Stage.validate(run);
      other.start();
      try {
        run.promote(verdict);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      } catch (VerdigrisException e) {
        assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      } finally {
        stop.set(true);
        other.join();
      }
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void data_that_is_an_error_is_not_ready() throws Exception {
    stage.model(
        "board",
        "CREATE MATERIALIZED VIEW board AS SELECT iata, 1 / (total - 5) AS x FROM delays;\n");
    try (DeploymentRun run = stage.open(deployment("a"))) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> Stage.ready(run))
          .withMessageStartingWith(
              "VG-4103 NOT READY  green is hydrated, and 1 relation cannot be read\n")
          .withMessageContaining("Evaluation error: division by zero");
    }
  }

  @Test
  void a_model_that_the_server_refuses_is_shown_with_its_place() throws Exception {
    stage.model("board", "CREATE VIEW board AS\nSELECT nothing_of_it FROM delays;\n");
    try (DeploymentRun run = stage.open(deployment("a"))) {
      run.init();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::run)
          .withMessageStartingWith(
              "VG-2211 MODEL  the server refuses a model: column \"nothing_of_it\" does not"
                  + " exist\n")
          .withMessageContaining("board.sql, line 1, column 1");
      assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
      stage.model("board", "CREATE VIEW board AS SELECT iata FROM delays;\n");
      run.run();
      assertThat(run.state().kind()).isEqualTo(Kind.BUILT);
    }
  }

  @Test
  void a_table_in_a_deployed_schema_is_refused() throws Exception {
    stage.execute("CREATE TABLE " + stage.name("flights") + ".t (a int)");
    Map<String, String> before = stage.ids();
    try (DeploymentRun run = stage.open(deployment("a"))) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessageContaining("table " + stage.name("flights") + ".t, owner materialize");
    }
    assertThat(stage.ids()).isEqualTo(before);
  }

  @Test
  void a_green_that_never_hydrates_is_named_when_the_time_is_over() throws Exception {
    LocalEngine local = engine;
    assumeThat(local).as("only the local engine can be told not to hydrate").isNotNull();
    if (local != null) {
      try (DeploymentRun run = stage.open(stage.config(deployment("a"), "3s"))) {
        run.init();
        run.run();
        String green = stage.name("flights") + "_" + deployment("a");
        local.simulation().neverHydrates("materialize." + green + ".delays");
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(run::await)
            .withMessageStartingWith("VG-4101 NOT READY")
            .withMessageContaining(
                "pending   "
                    + green
                    + ".delays: hydrating on replica "
                    + stage.name("compute")
                    + "_"
                    + deployment("a")
                    + ".r1");
        assertThat(run.state().kind()).isEqualTo(Kind.BUILT);
      }
    }
  }

  @Test
  void a_sink_is_cut_over_by_id_and_back() throws Exception {
    LocalEngine local = engine;
    assumeThat(local).as("a broker that the server reaches").isNotNull();
    if (local != null) {
      String sink = stage.plainSink(local.kafkaAddress());
      String reads =
          "SELECT k.id, d.referenced_object_id FROM mz_sinks k JOIN mz_schemas s ON s.id ="
              + " k.schema_id JOIN mz_internal.mz_object_dependencies d ON d.object_id = k.id JOIN"
              + " mz_materialized_views m ON m.id = d.referenced_object_id WHERE s.name = '"
              + sink
              + "'";
      List<String> before = stage.rows(reads);
      try (DeploymentRun run = stage.open(deployment("a"))) {
        Stage.ready(run);
        String delays = run.green().relation(stage.name("flights") + ".delays").id();
        run.promote(Stage.validate(run));
        assertThat(stage.rows(reads))
            .containsExactly(before.get(0).replaceAll("\\|.*", "|" + delays));
        run.rollback();
        assertThat(stage.rows(reads)).isEqualTo(before);
        run.cleanup();
      }
      assertThat(stage.events())
          .noneMatch(
              event ->
                  event instanceof Event.Note note && note.text().contains("could not be checked"));
    }
  }

  @Test
  void a_sink_whose_key_green_cannot_prove_stops_the_promotion() throws Exception {
    LocalEngine local = engine;
    assumeThat(local).as("a broker that the server reaches").isNotNull();
    if (local != null) {
      stage.plainSink(local.kafkaAddress());
      stage.model(
          "delays",
          """
          CREATE MATERIALIZED VIEW delays AS SELECT iata, delay::bigint AS total FROM legs;
          CREATE INDEX delays_ix ON delays (iata);
          """);
      try (DeploymentRun run = stage.open(deployment("a"))) {
        Stage.ready(run);
        Verdict verdict = Stage.validate(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .satisfies(e -> assertThat(e.problem().code()).as(e.getMessage()).isEqualTo("VG-5262"))
            .withMessageContaining("key iata; provable keys: none");
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      }
    }
  }

  @Test
  void a_dry_run_changes_nothing() throws Exception {
    Map<String, String> before = stage.ids();
    try (DeploymentRun run = stage.open(deployment("a"))) {
      assertThat(run.dryRun(Phase.values())).contains("DRY RUN promote " + deployment("a"));
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
    }
    assertThat(stage.ids()).isEqualTo(before);
  }

  private String deployment(String suffix) {
    return stage.name(suffix);
  }

  private List<String> items() throws SQLException {
    return stage.rows(
        "SELECT o.name, o.id FROM mz_objects o JOIN mz_schemas s ON s.id = o.schema_id WHERE"
            + " s.name = '"
            + stage.name("flights")
            + "_"
            + deployment("a")
            + "' ORDER BY 1");
  }

  private static String row(List<String> rows, String name) {
    return rows.stream().filter(row -> row.startsWith(name + "|")).findFirst().orElse("");
  }
}
