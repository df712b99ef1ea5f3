package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A project without clusters: nothing of it hydrates, and sources are below it all the same. */
class ViewsOnlyTests extends DeploymentRunFixture {
  private static final String STANDS =
      """
      VG-4432 NOT READY  a source that green reads does not run
        sources   source raw.flights is stalled: broker is away
        state     deployment pr_17 is %s
        next      mend the source, then run again\
      """;

  @BeforeEach
  void viewsOnly() throws IOException {
    write(
        "verdigris.yaml",
        """
        deployment: pr_17
        database: materialize
        schemas: [flights]
        models:
          directory: models
          search_path: [flights, raw]
        """);
    Files.delete(directory.resolve("models/flights/delays.sql"));
    write("models/flights/board.sql", "CREATE VIEW board AS SELECT iata FROM raw.flights;\n");
    server.somebodyElse(
        new Snapshot(
                "materialize",
                "deployer",
                Set.of("deployer"),
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of())
            .with(schema("u10", "raw"))
            .with(schema("u11", "flights"))
            .with(item("u100", "u10", "flights", ObjectKind.SOURCE, "", Set.of()))
            .with(item("u101", "u11", "board", ObjectKind.VIEW, "", Set.of("u100"))));
  }

  /** With what a server finds in its text, and a plan does not know. */
  private void build(DeploymentRun run) {
    run.init();
    run.run();
    Snapshot made = server.catalog();
    Item view = made.itemsIn(made.schemaNamed("flights_pr_17").orElseThrow().id()).get(0);
    server.somebodyElse(made.with(view.withDependsOn(Set.of("u100"))));
  }

  @Test
  void a_source_that_stands_still_is_found_by_await_and_by_promote() {
    try (DeploymentRun run = open()) {
      build(run);
      server.progress().sourceIs("u100", "stalled", "broker is away");
      fails(run::await, STANDS.formatted("built (every model was created in green)"));
      server.progress().sourceIs("u100", "running", "");
      run.await();
      Verdict verdict = validate(run);
      server.progress().sourceIs("u100", "stalled", "broker is away");
      fails(
          () -> run.promote(verdict),
          STANDS.formatted("validated (green has been validated and not been promoted)"));
      server.progress().sourceIs("u100", "running", "");
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.events())
        .anyMatch(
            event ->
                event instanceof Event.PhaseDone done
                    && done.text()
                        .equals("nothing of green hydrates; no source that it reads stands still"));
  }

  @Test
  void a_source_that_begins_is_waited_for() {
    try (DeploymentRun run = open(Map.of("verdigris.await.timeout", "1ms"))) {
      build(run);
      server.progress().sourceIs("u100", "starting", "");
      assertThat(refused(run::await))
          .startsWith("VG-4101 NOT READY  green of deployment pr_17 was not ready within 1 ms: ")
          .contains("\n  pending   source raw.flights is starting\n");
    }
  }

  @Test
  void a_rollback_warns_of_a_source_below_what_serves_again() {
    try (DeploymentRun run = open()) {
      build(run);
      run.promote(validate(run));
      server.progress().sourceIs("u100", "starting", "");
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
    }
    assertThat(server.events())
        .anyMatch(
            event ->
                event instanceof Event.Note note
                    && note.text().endsWith("source raw.flights is starting"));
  }
}
