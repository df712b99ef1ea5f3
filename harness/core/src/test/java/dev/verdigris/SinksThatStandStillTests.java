package dev.verdigris;

import dev.verdigris.FakeMaterialize.Moment;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sinks that were cut over and whose frontiers do not move, or have nowhere to move. */
class SinksThatStandStillTests extends DeploymentRunFixture {

  @Test
  void sinks_that_do_not_move_on_are_told_with_what_they_say_and_asked_again() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      server.progress().stallSinks();
      final String message =
          """
          VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 50 ms
            sinks     "materialize"."sinks"."delays": status stalled (kafka: broker is away), frontier not known
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """;
      fails(() -> promote(run), message);
      fails(() -> promote(run), message);
    }
  }

  @Test
  void sinks_of_a_server_that_was_just_started_move_on_once_they_have_a_frontier() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "10s"))) {
      server.progress().forgetFrontiers();
      promote(run);
    }
  }

  @Test
  void a_sink_of_constants_has_nowhere_to_move_and_is_well() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      server.progress().frontiers("", "");
      promote(run);
      promote(run);
    }
  }

  @Test
  void a_sink_at_the_end_of_a_relation_that_goes_on_is_told_until_somebody_makes_it_anew() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      server.progress().frontiers("", "1764000001000");
      final String message =
          """
          VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 50 ms
            sinks     "materialize"."sinks"."delays": status running, frontier at the end, unlike its relation's: it sends nothing any more
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """;
      fails(() -> promote(run), message);
      fails(() -> promote(run), message);
    }
  }

  @Test
  void a_sink_of_constants_of_which_no_frontier_is_told_is_not_taken_to_be_at_its_end() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      server.progress().frontiers(null, "");
      fails(
          () -> promote(run),
          """
          VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 50 ms
            sinks     "materialize"."sinks"."delays": status running, frontier not known
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """);
    }
  }

  @Test
  void the_end_of_a_relation_that_was_left_is_nothing_to_compare_a_frontier_with() {
    Iterator<String> told = List.of("1764000000000", "1764000000100").iterator();
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "10s"))) {
      server.progress().frontiers("", "1764000001000");
      server.intercept(
          (sql, moment) -> {
            boolean looked = sql.startsWith("SELECT s.id, st.status") && moment == Moment.AFTER;
            if (looked && told.hasNext()) {
              server.progress().frontiers(told.next(), "1764000001000");
            }
          });
      promote(run);
    }
  }
}
