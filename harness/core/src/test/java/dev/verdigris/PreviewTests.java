package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.gate.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A dry run ends as the phase itself would, and shows its plan all the same. */
class PreviewTests extends DeploymentRunFixture {

  private static Verdict validated(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
    return validate(run);
  }

  private void addReader() {
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
                    Set.of("u102"))));
  }

  private static Problem refusal(DeploymentRun run, Phase phase) {
    return run.preview(List.of(phase)).refusal().orElseThrow();
  }

  @Test
  void a_promotion_that_a_reader_blocks_is_shown_and_refused_in_the_same_words() {
    try (DeploymentRun run = open()) {
      Verdict verdict = validated(run);
      addReader();
      int sent = server.sent().size();
      Preview preview = run.preview(List.of(Phase.PROMOTE));
      assertThat(server.sent()).as("no more than is asked of preflight").hasSize(sent);
      assertThat(preview.text())
          .contains(
              "  swap  ALTER SCHEMA \"materialize\".\"flights\" SWAP WITH \"flights_pr_17\"\n")
          .contains("  note: blocks: view raw.daily, owner ann: reads flights.delays [reader]")
          .contains("  note: refused: VG-5500 promote of deployment pr_17 would not go well: ");
      fails(() -> run.promote(verdict), preview.refusal().orElseThrow().format());
      fails(preview::refuse, preview.refusal().orElseThrow().format());
    }
  }

  @Test
  void an_init_that_something_blocks_is_refused_too() {
    addReader();
    try (DeploymentRun run = open()) {
      Preview preview = run.preview(List.of(Phase.INIT, Phase.RUN));
      assertThat(preview.plans()).hasSize(2);
      fails(run::init, preview.refusal().orElseThrow().format());
    }
  }

  @Test
  void a_promotion_of_a_green_that_cannot_be_read_is_refused() {
    try (DeploymentRun run = open()) {
      Verdict verdict = validated(run);
      server.intercept(failing("SELECT max(", refusal("XX000", "division by zero", "")));
      Problem refusal = refusal(run, Phase.PROMOTE);
      assertThat(refusal.code()).isEqualTo("VG-4103");
      fails(() -> run.promote(verdict), refusal.format());
    }
  }

  @Test
  void a_promotion_that_nothing_blocks_shows_what_consumers_would_see() {
    try (DeploymentRun run = open()) {
      validated(run);
      Preview preview = run.preview(List.of(Phase.PROMOTE, Phase.CLEANUP));
      assertThat(preview.refusal()).isEmpty();
      assertThat(preview.plans()).hasSize(2);
      assertThat(preview.text())
          .contains("  note: sink sinks.delays: 0 stale, 0 missing, 0 extra of 1 rows");
      preview.refuse();
    }
  }

  @Test
  void a_cleanup_waits_for_whoever_subscribes_and_for_the_bake_time() {
    try (DeploymentRun run = open(Map.of("verdigris.promote.bakeTime", "1d"))) {
      promote(run);
      server.promotedAt("2999-11-25 13:00:00.5+00");
      Preview baking = run.preview(List.of(Phase.CLEANUP));
      assertThat(baking.text())
          .contains("  drop    DROP MATERIALIZED VIEW ")
          .contains(
              "  note: refused: VG-5554 the bake time of deployment pr_17 is not over before");
      fails(run::cleanup, baking.refusal().orElseThrow().format());
      server.promotedAt("2020-11-25 13:00:00.5+00");
      server.subscribe("ann", "u102");
      Problem subscribed = refusal(run, Phase.CLEANUP);
      assertThat(subscribed.code()).isEqualTo("VG-5553");
      fails(run::cleanup, subscribed.format());
    }
  }

  @Test
  void a_rollback_shows_what_consumers_would_see() {
    try (DeploymentRun run = open()) {
      promote(run);
      Preview preview = run.preview(List.of(Phase.ROLLBACK));
      assertThat(preview.refusal()).isEmpty();
      assertThat(preview.text())
          .contains("  note: sink sinks.delays: 0 stale, 0 missing, 0 extra of 1 rows");
    }
  }
}
