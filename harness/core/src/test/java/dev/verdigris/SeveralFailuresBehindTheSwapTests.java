package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink is left behind the swap, and then something else ends the run: neither is lost. */
class SeveralFailuresBehindTheSwapTests extends DeploymentRunFixture {
  private static final String OTHER = "ALTER SINK \"materialize\".\"sinks\".\"other\"";
  private static final String UNKNOWN = "XX000";

  @BeforeEach
  void oneOfTwoSinksIsReconciled() throws IOException {
    oneIsReconciled();
  }

  /** The plain sink fails, and then something else happens. */
  private void otherFailsAnd(FakeMaterialize.Interceptor more) {
    SQLException no = refusal(UNKNOWN, "no", "");
    server.intercept(
        (sql, at) -> {
          more.at(sql, at);
          if (sql.startsWith(OTHER) && at == Moment.BEFORE) {
            throw no;
          }
        });
  }

  private static FakeMaterialize.Interceptor behind(String statement, Runnable deed) {
    return (sql, at) -> {
      if (sql.startsWith(statement) && at == Moment.AFTER) {
        deed.run();
      }
    };
  }

  private void renameTheSink() {
    Snapshot now = server.catalog();
    server.somebodyElse(
        now.with(
            keyedSink("u107", "renamed")
                .withDependsOn(now.item("u107").orElseThrow().dependsOn())));
  }

  private void swapBack() {
    Snapshot now = server.catalog();
    for (Step step : server.swaps()) {
      now = step.after(now);
    }
    server.somebodyElse(now);
  }

  @Test
  void a_conflict_behind_a_sink_that_is_left_stands_beside_it() {
    otherFailsAnd(behind("UPDATE ", this::renameTheSink));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
            cause     "materialize"."sinks"."other": no; status running, frontier 3
            also      VG-5302 somebody changed what promote was planned with
                        changed u107 was named "materialize"."sinks"."delays" and is "materialize"."sinks"."renamed"
            state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.other, sinks.renamed)
            next      run again to finish, or send
                      ALTER SINK "materialize"."sinks"."other" SET FROM "materialize"."flights"."delays";
                      run again: it is planned anew, and validated anew where green changed\
          """);
    }
  }

  @Test
  void a_swap_that_nobody_can_ask_about_any_more_is_one_that_has_happened() {
    AtomicBoolean away = new AtomicBoolean();
    otherFailsAnd(
        (sql, at) -> {
          if (sql.startsWith("UPDATE ") && at == Moment.AFTER) {
            renameTheSink();
          }
          boolean renamed = server.catalog().item("u107").orElseThrow().name().equals("renamed");
          if (renamed && sql.startsWith("SELECT o.id, d.name, s.name, o.name, r.")) {
            away.set(true);
          }
          if (away.get() && sql.startsWith("WITH scoped_schemas") && at == Moment.BEFORE) {
            throw FakeMaterialize.gone();
          }
        });
    try (DeploymentRun run = open()) {
      assertThat(refused(() -> promote(run)))
          .startsWith("VG-7101 UNFINISHED  promoted, but 1 sink is not cut over\n")
          .contains("\n  also      VG-5302 ", "\n  state     as far as is known: ");
    }
  }

  @Test
  void a_swap_that_another_run_has_turned_back_is_the_conflict_that_leads() {
    otherFailsAnd(behind("SELECT turn FROM", this::swapBack));
    try (DeploymentRun run = open()) {
      assertThat(refused(() -> promote(run)).lines())
          .containsExactly(
              "VG-5751 CONFLICT  the switch of the sinks' transition was not turned by promote",
              "  switch    \"materialize\".\"flights_pr_17_transition\".\"switch\"",
              "  cause     the names are not where the steps before have brought them",
              "  also      VG-7101 promoted, but 1 sink is not cut over",
              "              cause \"materialize\".\"sinks\".\"other\": no; status running, frontier 3",
              "  state     deployment pr_17 is validated (green has been validated and not been promoted,"
                  + " and 1 sink is on its transition, which shows the old version: sinks.delays)",
              "  next      another run of this deployment is at work: let it end, then run again");
    }
  }

  @Test
  void an_interruption_leads_and_what_failed_before_stands_beside_it() {
    try (DeploymentRun run = open()) {
      otherFailsAnd(
          (sql, at) -> {
            if (sql.startsWith(OTHER)) {
              run.interrupt();
            }
          });
      assertThat(refused(() -> promote(run)).lines())
          .containsExactly(
              "VG-0101 INTERRUPTED  promote of deployment pr_17 was interrupted",
              "  also      VG-7101 promoted, but 1 sink is not cut over",
              "              cause \"materialize\".\"sinks\".\"other\": no; status running, frontier 3",
              "  state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays, sinks.other)",
              "  next      run again: it continues where it stopped",
              "            run again to finish, or send",
              "            ALTER SINK \"materialize\".\"sinks\".\"other\" SET FROM \"materialize\".\"flights\".\"delays\";");
    }
  }
}
