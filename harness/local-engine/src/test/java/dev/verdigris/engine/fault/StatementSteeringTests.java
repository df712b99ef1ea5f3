package dev.verdigris.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that are slow, fail, or lose their connection, in every form of the protocol. */
class StatementSteeringTests extends SteeringTestCase {
  private static final String SIMPLE = "?preferQueryMode=simple";

  /** A form in which a change can be sent. */
  enum Form {
    SIMPLE_DDL,
    SIMPLE_INSERT,
    SEVERAL_IN_A_MESSAGE,
    EXTENDED_DDL,
    EXTENDED_INSERT,
    PREPARED,
    BATCH,
    COMMIT_OF_SWAPS,
    COMMIT_OF_SWAPS_IN_A_MESSAGE;

    boolean isSimple() {
      return this == SIMPLE_DDL
          || this == SIMPLE_INSERT
          || this == SEVERAL_IN_A_MESSAGE
          || this == COMMIT_OF_SWAPS_IN_A_MESSAGE;
    }

    /** What the statement at which it happens begins with. */
    String pattern(String name) {
      return switch (this) {
        case SIMPLE_DDL, EXTENDED_DDL -> "create table " + name + "_new";
        case SIMPLE_INSERT, EXTENDED_INSERT, PREPARED -> "INSERT INTO " + name;
        case SEVERAL_IN_A_MESSAGE, BATCH -> "INSERT INTO " + name + " VALUES \\(2";
        case COMMIT_OF_SWAPS, COMMIT_OF_SWAPS_IN_A_MESSAGE -> "COMMIT: .*SWAP WITH " + name;
      };
    }

    void send(Connection client, String name) throws SQLException {
      try (Statement statement = client.createStatement()) {
        switch (this) {
          case SIMPLE_DDL, EXTENDED_DDL ->
              statement.execute("CREATE  TABLE\n" + name + "_new (a int)");
          case SIMPLE_INSERT, EXTENDED_INSERT ->
              statement.execute("INSERT INTO " + name + " VALUES (1), (2), (3)");
          case SEVERAL_IN_A_MESSAGE ->
              statement.execute(
                  "INSERT INTO %s VALUES (1); INSERT INTO %1$s VALUES (2); INSERT INTO %1$s VALUES (3)"
                      .formatted(name));
          case PREPARED -> {
            try (PreparedStatement insert =
                client.prepareStatement("INSERT INTO " + name + " VALUES (?), (?), (?)")) {
              for (int i = 1; i <= 3; i++) {
                insert.setInt(i, i);
              }
              insert.executeUpdate();
            }
          }
          case BATCH -> {
            for (int i = 1; i <= 3; i++) {
              statement.addBatch("INSERT INTO " + name + " VALUES (" + i + ")");
            }
            statement.executeBatch();
          }
          case COMMIT_OF_SWAPS -> {
            client.setAutoCommit(false);
            statement.execute("ALTER SCHEMA " + name + "_x SWAP WITH " + name + "_y");
            client.commit();
          }
          case COMMIT_OF_SWAPS_IN_A_MESSAGE ->
              statement.execute(
                  "BEGIN; ALTER SCHEMA " + name + "_x SWAP WITH " + name + "_y; COMMIT");
        }
      }
    }

    /** Whether it took effect, whole; half of it is an error. */
    boolean isThere(Connection client, String name) throws SQLException {
      return switch (this) {
        case SIMPLE_DDL, EXTENDED_DDL ->
            !rows(client, "SELECT 1 FROM mz_tables WHERE name = '" + name + "_new'").isEmpty();
        case COMMIT_OF_SWAPS, COMMIT_OF_SWAPS_IN_A_MESSAGE ->
            !rows(
                    client,
                    "SELECT 1 FROM mz_tables t JOIN mz_schemas s ON s.id = t.schema_id WHERE"
                        + " t.name = 'of_x' AND s.name = '"
                        + name
                        + "_y'")
                .isEmpty();
        default -> {
          String count = rows(client, "SELECT count(*) FROM " + name).get(0).get(0);
          assertThat(count).as("rows: all or none").isIn("0", "3");
          yield count.equals("3");
        }
      };
    }
  }

  static Stream<Arguments> forms() {
    return Stream.of(Form.values())
        .flatMap(form -> Stream.of(Way.values()).map(way -> Arguments.of(form, way)));
  }

  private String prepared(Connection client) throws SQLException {
    String name = name("st");
    run(client, "CREATE TABLE " + name + " (a int)");
    run(client, "CREATE SCHEMA " + name + "_x", "CREATE SCHEMA " + name + "_y");
    run(client, "CREATE TABLE " + name + "_x.of_x (a int)");
    return name;
  }

  private void loses(Form form, String name) throws SQLException {
    try (Connection client = connect(form.isSimple() ? SIMPLE : "")) {
      assertThatThrownBy(() -> form.send(client, name))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .asString()
          .startsWith("08");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Tag("connections_drop_before")
  void theConnectionDropsBeforeTheStatementTakesEffect(Form form, Way way) throws Exception {
    try (Connection client = connect()) {
      String name = prepared(client);
      way.steer(engine, "connections_drop_before", form.pattern(name));
      loses(form, name);
      assertThat(form.isThere(client, name)).isFalse();
      form.send(client, name);
      client.setAutoCommit(true);
      assertThat(form.isThere(client, name)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Tag("connections_drop_after")
  void theConnectionDropsAfterTheStatementHasTakenEffect(Form form, Way way) throws Exception {
    try (Connection client = connect()) {
      String name = prepared(client);
      way.steer(engine, "connections_drop_after", form.pattern(name));
      loses(form, name);
      assertThat(form.isThere(client, name)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Tag("statements_take_effect_late")
  void theStatementTakesEffectAWhileAfterTheConnectionIsLost(Form form, Way way) throws Exception {
    try (Connection client = connect()) {
      String name = prepared(client);
      way.steer(engine, "statements_take_effect_late", form.pattern(name), "1s");
      loses(form, name);
      assertThat(form.isThere(client, name)).isFalse();
      await().until(() -> form.isThere(client, name));
    }
  }

  @Test
  void withinATransactionWhatDropsAfterItsStatementIsRolledBack() throws Exception {
    try (Connection client = connect();
        Connection other = connect()) {
      String name = prepared(client);
      engine.faults().statements("INSERT INTO " + name).skipping(1).dropAfter();
      other.setAutoCommit(false);
      run(other, "INSERT INTO " + name + " VALUES (1)");
      assertThatThrownBy(() -> run(other, "INSERT INTO " + name + " VALUES (2)"))
          .isInstanceOf(SQLException.class);
      assertThat(rows(client, "SELECT count(*) FROM " + name)).hasToString("[[0]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("statements_fail")
  void aStatementFailsSoManyTimesWithAnSqlstate(Way way) throws Throwable {
    for (String mode : List.of("", SIMPLE)) {
      try (Connection client = connect(mode)) {
        String name = prepared(client);
        String insert = "INSERT INTO " + name + " VALUES (1)";
        way.steer(engine, "statements_fail", insert.substring(0, 9), "53200", "full", "2", "1");
        assertThat(sqlstate(() -> run(client, insert))).isEqualTo("no error");
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> run(client, insert))
              .hasMessageContaining("full")
              .extracting(e -> ((SQLException) e).getSQLState())
              .isEqualTo("53200");
        }
        assertThat(sqlstate(() -> run(client, insert))).isEqualTo("no error");
        assertThat(rows(client, "SELECT count(*) FROM " + name)).hasToString("[[2]]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("statements_are_slow")
  void aStatementIsSlowAndItsTimeoutEndsIt(Way way) throws Throwable {
    way.steer(engine, "statements_are_slow", "SELECT 4[0-9]", "400 ms", "2");
    try (Connection client = connect()) {
      long before = System.nanoTime();
      assertThat(rows(client, "SELECT 42")).hasToString("[[42]]");
      assertThat(System.nanoTime() - before).isGreaterThan(400_000_000);
      run(client, "SET statement_timeout = '50 ms'");
      assertThat(sqlstate(() -> rows(client, "SELECT 43"))).isEqualTo("57014");
      assertThat(rows(client, "SELECT 44")).hasToString("[[44]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("ddl_comes_before")
  void foreignDdlComesBetweenASwapAndItsCommit(Way way) throws Throwable {
    way.steer(engine, "ddl_comes_before", "COMMIT: .*SWAP");
    try (Connection client = connect()) {
      String name = prepared(client);
      assertThat(sqlstate(() -> Form.COMMIT_OF_SWAPS.send(client, name))).isEqualTo("40001");
      client.rollback();
      assertThat(Form.COMMIT_OF_SWAPS.isThere(client, name)).isFalse();
      client.rollback();
      Form.COMMIT_OF_SWAPS.send(client, name);
      assertThat(Form.COMMIT_OF_SWAPS.isThere(client, name)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("ddl_churns")
  void foreignDdlChurns(Way way) throws Throwable {
    try (Connection client = connect()) {
      String name = prepared(client);
      way.steer(engine, "ddl_churns", "50 ms");
      client.setAutoCommit(false);
      run(client, "ALTER SCHEMA " + name + "_x SWAP WITH " + name + "_y");
      long seen = fired();
      // One that had begun before the swap, and one that surely came after it.
      await().until(() -> fired() > seen + 1);
      assertThat(sqlstate(client::commit)).isEqualTo("40001");
    }
  }

  private long fired() {
    return engine.faults().list().stream().mapToLong(Steering::fired).sum();
  }

  @Test
  void sessionsOfTheInternalPortAreSpared() throws Exception {
    try (Connection client = connect();
        Connection internal = DriverManager.getConnection(engine.internalUrl())) {
      engine.faults().statements(".*").always().fail("XX000", "no");
      assertThatThrownBy(() -> rows(client, "SELECT 1")).hasMessageContaining("no");
      assertThat(rows(internal, "SELECT 1")).hasToString("[[1]]");
    }
  }
}
