package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Two cleanups of one deployment, as two jobs of a build server, or as a killed one and another.
 */
class ConcurrentCleanupsTests extends DeploymentRunFixture {

  @Test
  void what_another_cleanup_has_dropped_is_not_left() {
    try (DeploymentRun one = open();
        DeploymentRun other = open()) {
      promote(one);
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("DROP ") && at == Moment.BEFORE) {
              server.intercept((next, moment) -> {});
              other.cleanup();
            }
          });
      one.cleanup();
      assertThat(one.state().kind()).isEqualTo(Kind.GONE);
    }
    assertThat(server.events())
        .contains(new Event.Note(Phase.CLEANUP, "3 things were dropped by another run meanwhile"));
    assertThat(server.log())
        .filteredOn(sql -> sql.startsWith("SELECT 'schema'::text, id"))
        .hasSize(1);
  }

  /** As when the last DROP of a cleanup that was killed is behind the snapshot of the next one. */
  @Test
  void only_what_still_stands_is_left() {
    Set<String> refused = new TreeSet<>();
    try (DeploymentRun one = open();
        DeploymentRun other = open()) {
      promote(one);
      FakeMaterialize.Interceptor refusing =
          failing("DROP CLUSTER", refusal("XX000", "cannot drop cluster: ann's view is on it", ""));
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("DROP ") && at == Moment.BEFORE) {
              server.intercept(refusing);
              refused.add(refused(other::cleanup));
            }
          });
      final String message =
          """
          VG-7553 UNFINISHED  cleaned up, but 1 thing is left that cannot be dropped
            left      CLUSTER "pr_17_retired_u2": cannot drop cluster: ann's view is on it
            state     deployment pr_17 is being cleaned up (the old environment is being dropped)
            next      resolve what the server says, then clean up again: it drops the rest\
          """;
      fails(one::cleanup, message);
      assertThat(refused).containsExactly(message);
      server.intercept((sql, at) -> {});
      one.cleanup();
      assertThat(one.state().kind()).isEqualTo(Kind.GONE);
    }
  }

  @Test
  void where_nobody_tells_whether_it_stands_nothing_is_told_as_left() {
    try (DeploymentRun run = open()) {
      promote(run);
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("DROP CLUSTER") && at == Moment.BEFORE) {
              throw refusal("XX000", "cannot drop cluster: ann's view is on it", "");
            }
            if (sql.startsWith("SELECT 'cluster'") && at == Moment.BEFORE) {
              throw FakeMaterialize.gone();
            }
          });
      fails(
          run::cleanup,
          """
          VG-6201 CONNECTION  the server went away during cleanup: fake server
            cause     An I/O error occurred while sending to the backend. (08006)
            state     deployment pr_17 is being cleaned up (the old environment is being dropped)
            next      run again: the catalog tells where to continue\
          """);
    }
  }
}
