package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a rollback says about others and about the old environment, and that it swaps all the same.
 */
class RollbackNotesTests extends DeploymentRunFixture {

  /** The id of green's view, under production's name. */
  private String promoted(DeploymentRun run) {
    promote(run);
    Snapshot now = server.catalog();
    return now.itemNamed(now.schemaNamed("materialize", "flights").orElseThrow().id(), "delays")
        .orElseThrow()
        .id();
  }

  /** The notes of a rollback that happens, without those about sinks. */
  private List<String> rolledBack(DeploymentRun run) {
    List<String> shown =
        run.preview(List.of(Phase.ROLLBACK)).plans().get(0).notes().stream()
            .filter(note -> !note.startsWith("sink "))
            .toList();
    int before = server.events().size();
    run.rollback();
    assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
    List<String> told =
        server.events().subList(before, server.events().size()).stream()
            .filter(Event.Note.class::isInstance)
            .map(Event::text)
            .filter(note -> !note.startsWith("sink "))
            .toList();
    assertThat(told).as("as the dry run shows").isEqualTo(shown);
    return told;
  }

  @Test
  void whoever_reads_what_is_left_is_told_of() {
    try (DeploymentRun run = open()) {
      String green = promoted(run);
      server.somebodyElse(
          server
              .catalog()
              .with(
                  new Item(
                      "u200",
                      "u10",
                      "daily",
                      ObjectKind.VIEW,
                      "ann",
                      "",
                      new TreeSet<>(),
                      "",
                      Map.of(),
                      List.of(),
                      "CREATE",
                      Set.of(green, "u100"))));
      server.subscribe("bob", green);
      server.subscribe("eve", "u102");
      assertThat(rolledBack(run))
          .contains(
              "view raw.daily, owner ann, goes on reading flights.delays of the version that is"
                  + " left: make it anew afterwards",
              "SUBSCRIBE on flights.delays by bob since 2026-11-25 09:12:00+00 goes on with the"
                  + " version that is left: subscribe again afterwards")
          .noneMatch(note -> note.contains("eve") || note.startsWith("warning"));
    }
  }

  @Test
  void an_old_environment_without_replicas_is_warned_of() {
    try (DeploymentRun run = open()) {
      promoted(run);
      Cluster old = server.catalog().clusterNamed("compute_pr_17").orElseThrow();
      server.somebodyElse(
          server
              .catalog()
              .with(
                  new Cluster(
                      old.id(),
                      old.name(),
                      old.owner(),
                      old.grants(),
                      old.comment(),
                      ClusterOptions.managed("25cc", 0),
                      List.of())));
      assertThat(rolledBack(run))
          .contains(
              "warning: cluster compute_pr_17 of the old environment has no replica: as compute it"
                  + " will not answer production until it has one: ALTER CLUSTER \"compute\" SET"
                  + " (REPLICATION FACTOR = 1) after the rollback");
    }
  }

  @Test
  void an_old_environment_that_is_not_ready_is_warned_of() {
    try (DeploymentRun run = open()) {
      promoted(run);
      server.progress().neverHydrate();
      assertThat(rolledBack(run))
          .contains(
              "warning: the old environment may not serve: flights_pr_17.delays: hydrating on"
                  + " replica compute_pr_17.r1");
    }
  }

  @Test
  void an_old_environment_whose_data_is_an_error_is_warned_of() {
    try (DeploymentRun run = open()) {
      promoted(run);
      server.intercept(failing("SELECT max(", refusal("XX000", "division by zero", "")));
      assertThat(rolledBack(run))
          .contains(
              "warning: the old environment may not serve:"
                  + " \"materialize\".\"flights_pr_17\".\"delays\": division by zero");
    }
  }

  @Test
  void what_cannot_be_asked_is_told_and_does_not_keep_it_from_swapping() {
    try (DeploymentRun run = open()) {
      promoted(run);
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("SELECT 'hydrated'") || sql.startsWith("SELECT u.id, coalesce")) {
              throw new SQLException("ERROR: permission denied", "42501");
            }
          });
      assertThat(rolledBack(run))
          .contains(
              "who subscribes could not be asked: ERROR: permission denied (42501)",
              "warning: the old environment may not serve: whether it is ready could not be asked:"
                  + " ERROR: permission denied (42501)");
    }
  }
}
