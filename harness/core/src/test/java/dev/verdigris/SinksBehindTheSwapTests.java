package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sinks behind a swap: nothing that fails or hangs keeps another one from its end. */
class SinksBehindTheSwapTests extends DeploymentRunFixture {
  private static final Map<String, String> HASTY = Map.of("verdigris.timeouts.sinkCutover", "50ms");

  @Test
  void a_plain_sink_goes_back_although_the_transition_of_the_others_does_not_come_up()
      throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(readsOld("u108")).isFalse();
      server.intercept(
          failing("INSERT INTO", refusal("57014", "canceling statement due to user request", "")));
      fails(
          run::rollback,
          """
          VG-7702 UNFINISHED  rolled back, but the transition of its sinks is not done with
            statement INSERT INTO "materialize"."flights_pr_17_transition"."switch" SELECT true, '<new>' WHERE NOT EXISTS (SELECT 1 FROM "materialize"."flights_pr_17_transition"."switch")
            cause     VG-5301 the server refuses a statement of rollback: canceling statement due to user request
            state     deployment pr_17 is rolled back (production is as it was before, sinks still read green: sinks.delays)
            next      verdigris rollback --deployment pr_17 continues with the sinks and drops the transition;
                      or, where green's cluster does not come back, decide for cutover: plain in verdigris.yaml and run again\
          """);
      assertThat(readsOld("u108")).isTrue();
      assertThat(readsOld("u107")).isFalse();
    }
  }

  @Test
  void a_plain_sink_that_is_left_keeps_no_reconciled_one_from_its_end() throws IOException {
    oneIsReconciled();
    server.intercept(
        failing("ALTER SINK \"materialize\".\"sinks\".\"other\"", refusal("XX000", "no", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
            cause     "materialize"."sinks"."other": no; status running, frontier 3
            state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.other)
            next      run again to finish, or send
                      ALTER SINK "materialize"."sinks"."other" SET FROM "materialize"."flights"."delays";\
          """);
      assertThat(readsOld("u107")).isFalse();
      assertThat(server.catalog().schemas().values())
          .noneMatch(schema -> schema.name().endsWith("_transition"));
    }
  }

  @Test
  void all_that_is_left_is_told_at_once() throws IOException {
    oneIsReconciled();
    SQLException no = refusal("XX000", "no", "");
    server.intercept(
        (sql, at) -> {
          if (at == Moment.BEFORE
              && (sql.startsWith("UPDATE ")
                  || sql.startsWith("ALTER SINK \"materialize\".\"sinks\".\"other\""))) {
            throw no;
          }
        });
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
            cause     "materialize"."sinks"."other": no; status running, frontier 3
            also      VG-7702 promoted, but the transition of its sinks is not done with
                        statement UPDATE "materialize"."flights_pr_17_transition"."switch" SET to_new = true, turn = '<new>' WHERE turn = '<as read>'
                        cause VG-5301 the server refuses a statement of promote: no
            state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays, sinks.other)
            next      run again to finish, or send
                      ALTER SINK "materialize"."sinks"."other" SET FROM "materialize"."flights"."delays";
                      verdigris promote --deployment pr_17 continues with the sinks and drops the transition\
          """);
      server.intercept((sql, at) -> {});
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void each_of_many_sinks_that_are_left_is_listed() {
    StringBuilder causes = new StringBuilder();
    StringBuilder statements = new StringBuilder();
    for (int i = 1; i <= 7; i++) {
      String name = "delays" + (i == 1 ? "" : i);
      server.somebodyElse(server.catalog().with(keyedSink("u" + (106 + i), name)));
      String sink = "\"materialize\".\"sinks\".\"" + name + "\"";
      causes.append("\n            ").append(sink).append(": no; status running, frontier 1");
      statements
          .append("\n            ALTER SINK ")
          .append(sink)
          .append(" SET FROM \"materialize\".\"flights\".\"delays\";");
    }
    server.intercept(failing("ALTER SINK", refusal("XX000", "no", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          "VG-7101 UNFINISHED  promoted, but 7 sinks are not cut over\n  cause     "
              + causes.toString().strip()
              + "\n  state     deployment pr_17 is promoted with sinks pending (it is in production"
              + " and sinks still read the old one: sinks.delays, sinks.delays2, sinks.delays3,"
              + " sinks.delays4, sinks.delays5, sinks.delays6, sinks.delays7)"
              + "\n  next      run again to finish, or send"
              + statements);
    }
  }

  @Test
  void beside_one_that_is_left_one_that_stands_still_is_told() {
    twoSinks();
    server.progress().sinks(true, false);
    server.intercept(
        failing("ALTER SINK \"materialize\".\"sinks\".\"delays\"", refusal("XX000", "no", "")));
    try (DeploymentRun run = open(HASTY)) {
      fails(
          () -> promote(run),
          """
          VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
            cause     "materialize"."sinks"."delays": no; status running, frontier not known
            standing  "materialize"."sinks"."other": status running, frontier not known
            state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays)
            next      run again to finish, or send
                      ALTER SINK "materialize"."sinks"."delays" SET FROM "materialize"."flights"."delays";\
          """);
    }
  }

  @Test
  void a_sink_that_somebody_drops_meanwhile_is_told_at_once() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("ALTER SINK") && at == Moment.AFTER) {
            server.somebodyElse(server.catalog().withoutItem("u107"));
          }
        });
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "1m"))) {
      fails(
          () -> promote(run),
          """
          VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 1 min
            sinks     "materialize"."sinks"."delays": it is gone: somebody has dropped it
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """);
    }
  }

  @Test
  void a_sink_moves_on_when_it_runs_and_its_frontier_moves() {
    String still = "\"materialize\".\"sinks\".\"delays\": status ";
    try (DeploymentRun run = open(HASTY)) {
      server.progress().sinks(true, false);
      fails(() -> promote(run), unwell(still + "running, frontier not known"));
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("SELECT s.id, st.status") && at == Moment.BEFORE) {
              server.progress().sinks(false, true);
            }
          });
      assertThat(refused(() -> promote(run)).replaceAll("frontier \\d+", "frontier #"))
          .isEqualTo(unwell(still + "stalled (kafka: broker is away), frontier #"));
      server.intercept((sql, at) -> {});
      server.progress().sinks(true, true);
      promote(run);
    }
  }

  private static String unwell(String sink) {
    return """
    VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 50 ms
      sinks     %s
      state     deployment pr_17 is promoted (it is in production and the old environment still stands)
      next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
    """
        .formatted(sink);
  }

  @Test
  void sinks_that_nobody_can_ask_behind_the_swap_leave_something_to_do() {
    try (DeploymentRun run = open()) {
      promote(run);
      server.intercept(
          failing("SELECT s.id, st.status", refusal("42501", "permission denied", "")));
      fails(
          () -> promote(run),
          """
          VG-7780 UNFINISHED  promoted, but whether its sinks move on could not be asked
            sinks     "materialize"."sinks"."delays"
            cause     permission denied
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      run again: it asks them once more\
          """);
    }
  }

  @Test
  void one_that_hangs_does_not_keep_the_next_one_waiting() {
    twoSinks();
    CountDownLatch second = new CountDownLatch(1);
    AtomicBoolean beside = new AtomicBoolean();
    server.stall(
        sql -> {
          if (sql.startsWith("ALTER SINK") && sql.contains("\"other\"")) {
            second.countDown();
          } else if (sql.startsWith("ALTER SINK")) {
            beside.set(arrives(second));
          }
          return false;
        });
    try (DeploymentRun run = open()) {
      promote(run);
    }
    assertThat(beside).as("the second was sent while the first had no answer").isTrue();
  }

  private static boolean arrives(CountDownLatch latch) {
    try {
      return latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void ids_that_cannot_be_read_after_the_commit_do_not_keep_the_sinks_waiting() {
    AtomicInteger lost = new AtomicInteger();
    List<String> committed = new ArrayList<>();
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.AFTER) {
            committed.add(sql);
          }
          boolean read = sql.startsWith("WITH scoped_schemas") && !committed.isEmpty();
          if (read && at == Moment.BEFORE && lost.incrementAndGet() <= 2) {
            throw FakeMaterialize.gone();
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.PROMOTE,
                "the COMMIT was answered, and the ids could not be read after it: An I/O error"
                    + " occurred while sending to the backend. (08006)"));
  }

  @Test
  void who_listens_does_not_keep_the_sinks_waiting() {
    DeploymentListener listener =
        event -> {
          server.on(event);
          if (event instanceof Event.StepDone done && done.step().verb().equals("swap")) {
            throw new IllegalStateException("the disk is full");
          }
        };
    try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> promote(run))
          .withMessage("the disk is full");
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void a_sink_that_is_left_is_named_with_the_statement_that_finishes() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("ALTER SINK") && at == Moment.BEFORE) {
            throw new SQLException("ERROR: upsert key could not be validated as unique", "XX000");
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessage(
              """
              VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
                cause     "materialize"."sinks"."delays": ERROR: upsert key could not be validated as unique (XX000); status running, frontier 1
                state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays)
                next      run again to finish, or send
                          ALTER SINK "materialize"."sinks"."delays" SET FROM "materialize"."flights"."delays";\
              """);
      server.intercept((sql, at) -> {});
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }
}
