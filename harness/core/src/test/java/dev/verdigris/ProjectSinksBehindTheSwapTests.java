package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sinks of the project that are not created behind the swap: told, tried all, and made later. */
class ProjectSinksBehindTheSwapTests extends DeploymentRunFixture {
  private static final String BOARD = "CREATE SINK \"materialize\".\"sinks\".\"board\"";

  @BeforeEach
  void twoFiles() throws IOException {
    write("models/sinks/board.sql", file("board"));
    write("models/sinks/other.sql", file("other"));
  }

  private static SQLException noBroker() {
    return refusal("XX000", "Meta data fetch error: BrokerTransportFailure", "");
  }

  private static String file(String name) {
    return "CREATE SINK sinks."
        + name
        + " IN CLUSTER sinks FROM flights.delays\nINTO KAFKA CONNECTION sinks.kafka (TOPIC '"
        + name
        + "') FORMAT JSON ENVELOPE DEBEZIUM";
  }

  @Test
  void one_that_cannot_be_created_keeps_no_other_from_it_and_is_named_until_it_is() {
    server.intercept(failing(BOARD, noBroker()));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-7750 UNFINISHED  promoted, but SINK "materialize"."sinks"."board" was not created: Meta data fetch error: BrokerTransportFailure
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      resolve what the server says and run again: it goes on with this sink; or send
                      CREATE SINK "materialize"."sinks"."board" IN CLUSTER sinks FROM "materialize"."flights"."delays"
                      INTO KAFKA CONNECTION "materialize"."sinks"."kafka" (TOPIC 'board') FORMAT JSON ENVELOPE DEBEZIUM;\
          """);
      assertThat(sinks()).containsExactly("delays", "other");
      NextSteps next = run.standing().next();
      assertThat(next.left())
          .isEqualTo(
              "sink sinks.board of the project is to be created; the old environment stands for a"
                  + " rollback until it is cleaned up");
      assertThat(next.text())
          .startsWith("verdigris promote --deployment pr_17 creates sink sinks.board; verdigris r");
      assertThat(next.phases()).containsExactly(Phase.PROMOTE, Phase.CLEANUP);
      server.intercept((sql, at) -> {});

      promote(run);

      assertThat(sinks()).containsExactly("board", "delays", "other");
      assertThat(run.standing().next().phases()).containsExactly(Phase.CLEANUP);
    }
  }

  @Test
  void a_sink_that_hangs_keeps_none_from_being_created() {
    server.stall(sql -> sql.startsWith("ALTER SINK"));
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      assertThat(refused(() -> promote(run)))
          .startsWith("VG-7101 UNFINISHED  promoted, but 1 sink is not cut over\n")
          .doesNotContain("CREATE SINK");
      assertThat(sinks()).containsExactly("board", "delays", "other");
    }
  }

  @Test
  void those_that_were_not_tried_since_the_server_went_away_are_named_too() {
    server.intercept(failing(BOARD, FakeMaterialize.gone()));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-7750 UNFINISHED  promoted, but it is not known whether SINK "materialize"."sinks"."board" was created: An I/O error occurred while sending to the backend. (08006)
            also      VG-7750 promoted, but SINK "materialize"."sinks"."other" was not created: the server went away before
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      resolve what the server says and run again: it goes on with this sink; or send
                      CREATE SINK "materialize"."sinks"."board" IN CLUSTER sinks FROM "materialize"."flights"."delays"
                      INTO KAFKA CONNECTION "materialize"."sinks"."kafka" (TOPIC 'board') FORMAT JSON ENVELOPE DEBEZIUM;
                      resolve what the server says and run again: it goes on with this sink; or send
                      CREATE SINK "materialize"."sinks"."other" IN CLUSTER sinks FROM "materialize"."flights"."delays"
                      INTO KAFKA CONNECTION "materialize"."sinks"."kafka" (TOPIC 'other') FORMAT JSON ENVELOPE DEBEZIUM;\
          """);
    }
  }

  @Test
  void those_that_are_missing_are_to_be_created_wherever_the_deployment_stands_in_production()
      throws IOException {
    server.stall(sql -> sql.startsWith("ALTER SINK"));
    server.intercept(failing("CREATE SINK", noBroker()));
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.sinkCutover", "50ms"))) {
      refused(() -> promote(run));
      Standing pending = run.standing();
      assertThat(pending.state().kind()).isEqualTo(Kind.SINKS_PENDING);
      assertThat(pending.next().left())
          .isEqualTo(
              "sinks sinks.board, sinks.other of the project are to be created; sinks have to be"
                  + " cut over");
      assertThat(pending.next().commands().get(0).purpose())
          .isEqualTo("cuts the sinks over and creates sinks sinks.board, sinks.other");
      server.stall(sql -> false);
      assertThat(refused(() -> promote(run))).startsWith("VG-7750 ");
      run.cleanup();
      Standing gone = run.standing();
      assertThat(gone.state().kind()).isEqualTo(Kind.GONE);
      assertThat(gone.next().text())
          .isEqualTo("verdigris promote --deployment pr_17 creates sinks sinks.board, sinks.other");
      assertThat(gone.next().left())
          .isEqualTo("sinks sinks.board, sinks.other of the project are to be created");
      write("models/sinks/other.sql", "CREATE SINK;");
      assertThat(run.standing().next().left())
          .startsWith(
              "nothing is left to do; whether sinks of the project are to be created is not known:"
                  + " VG-2106 ");
    }
  }

  private List<String> sinks() {
    return server.catalog().items().values().stream()
        .filter(item -> item.kind() == ObjectKind.SINK)
        .map(Item::name)
        .sorted()
        .toList();
  }
}
