package dev.verdigris;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a cleanup says, to the letter, when it may not or cannot drop. */
class RefusedCleanupTests extends DeploymentRunFixture {

  @Test
  void what_a_cleanup_cannot_drop_is_told() {
    try (DeploymentRun run = open()) {
      promote(run);
      server.intercept(
          failing(
              "DROP SCHEMA",
              refusal(
                  "XX000",
                  "schema 'flights_pr_17' cannot be dropped without CASCADE while it contains"
                      + " objects",
                  "")));
      fails(
          run::cleanup,
          """
          VG-7553 UNFINISHED  cleaned up, but 1 thing is left that cannot be dropped
            left      SCHEMA "materialize"."pr_17_retired_u11": schema 'flights_pr_17' cannot be dropped without CASCADE while it contains objects
            state     deployment pr_17 is being cleaned up (the old environment is being dropped)
            next      resolve what the server says, then clean up again: it drops the rest\
          """);
    }
  }

  @Test
  void an_old_environment_stays_until_its_bake_time_is_over() {
    try (DeploymentRun run = open(Map.of("verdigris.promote.bakeTime", "1d"))) {
      promote(run);
      server.promotedAt("2999-11-25 13:00:00.5+00");
      fails(
          run::cleanup,
          """
          VG-5554 CONFLICT  the bake time of deployment pr_17 is not over before 2999-11-26T13:00:00Z
            promoted  2999-11-25T13:00:00.500Z
            state     nothing was changed; the old environment stands, and rollback goes back to it
            next      wait, or clean up all the same: verdigris cleanup --now, or -Dverdigris.cleanup.now\
          """);
    }
  }

  @Test
  void an_old_environment_stays_where_nothing_tells_when_its_bake_time_began() {
    try (DeploymentRun run = open(Map.of("verdigris.promote.bakeTime", "1d"))) {
      promote(run);
      fails(
          run::cleanup,
          """
          VG-5555 CONFLICT  nothing tells when deployment pr_17 was promoted, so its bake time may not be over
            bake time 1 d
            reason    the server's audit log has no swap of its schema any more
            state     nothing was changed; the old environment stands, and rollback goes back to it
            next      clean up all the same: verdigris cleanup --now, or -Dverdigris.cleanup.now\
          """);
    }
  }
}
