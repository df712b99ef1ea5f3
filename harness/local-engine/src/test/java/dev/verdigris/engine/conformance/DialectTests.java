package dev.verdigris.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import dev.verdigris.engine.conformance.DialectTable.Row;
import dev.verdigris.engine.conformance.DialectTable.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each line of the dialect's table, tried on an engine: what is documented gives the answer that
 * the table tells, what is refused is refused, what is recorded is a step of the recordings that
 * {@link ConformanceTests} replays. With {@code -Dverdigris.dialect.refresh=true} the page is made
 * anew instead of compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectTests {
  private static final long PATIENCE = 30_000;

  private static final List<String> BEFORE =
      List.of(
          "CREATE TABLE d_t (a int NOT NULL, s text)",
          "CREATE TABLE d_u (a int, b int)",
          "CREATE TYPE dialect_pair AS (a int, b text)",
          "INSERT INTO d_t VALUES (1, 'x'), (2, 'x'), (3, 'y'), (3, NULL)");

  private final List<Row> rows = DialectTable.read();
  private final Map<String, Script> scripts =
      Script.all(ConformanceTests.DIRECTORY).stream()
          .collect(Collectors.toMap(Script::name, script -> script));
  private final UnmetList unmet = UnmetList.read(ConformanceTests.LIST);
  private final LocalEngine engine = LocalEngine.builder().start();
  private final WireConnection connection = connect();

  @BeforeAll
  void prepare() throws Exception {
    for (String sql : BEFORE) {
      assertThat(shown(run(sql))).doesNotStartWith("ERROR");
    }
  }

  @AfterAll
  void close() throws IOException {
    connection.close();
    engine.close();
  }

  @TestFactory
  Stream<DynamicTest> everyLineHolds() {
    return rows.stream()
        .map(
            row -> DynamicTest.dynamicTest(row.feature() + ": " + row.example(), () -> holds(row)));
  }

  private void holds(Row row) throws Exception {
    if (row.status() == Status.RECORDED) {
      Step step = step(row);
      assertThat(step.text("sql").replaceAll("\\s+", " ").strip()).isEqualTo(row.example());
      assertThat(step.isCheck()).isTrue();
      assertThat(unmet.lists(script(row), step)).as("on the list of the unmet").isFalse();
      return;
    }
    Answer answer = run(row.example());
    if (row.status() == Status.REFUSED) {
      assertThat(answer.refusal()).as(shown(answer)).isNotNull();
    } else {
      assertThat(shown(answer)).isEqualTo(row.answer());
    }
  }

  private Script script(Row row) {
    String topic = row.evidence().substring(0, row.evidence().indexOf(':'));
    Script script = scripts.get(topic);
    assertThat(script).as("the topic of " + row.evidence()).isNotNull();
    return java.util.Objects.requireNonNull(script);
  }

  private Step step(Row row) {
    int line = Integer.parseInt(row.evidence().substring(row.evidence().indexOf(':') + 1));
    return script(row).steps().stream()
        .filter(step -> step.line() == line)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + row.evidence()));
  }

  @Test
  void noStatusIsWithoutLines() {
    Map<Status, Long> counts =
        rows.stream().collect(Collectors.groupingBy(Row::status, Collectors.counting()));
    assertThat(counts).containsOnlyKeys(Status.values());
    assertThat(rows).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void thePageIsWhatTheTableMakes() throws IOException {
    if (Boolean.getBoolean("verdigris.dialect.refresh")) {
      DialectPage.write();
    }
    assertThat(Files.readString(DialectPage.FILE))
        .as("docs/dialect.md; -Dverdigris.dialect.refresh=true makes it anew")
        .isEqualTo(DialectPage.text());
  }

  /** Rows apart by {@code ;}, values by {@code |}; an error with its SQLSTATE and message. */
  private static String shown(Answer answer) {
    List<String> parts = new ArrayList<>();
    for (Answer.Result result : answer.results) {
      if (result.error != null) {
        return "ERROR " + result.error.get("sqlstate") + " " + result.error.get("message");
      }
      result.rows.forEach(
          row ->
              parts.add(
                  row.stream()
                      .map(value -> value == null ? "NULL" : value)
                      .collect(Collectors.joining("|"))));
    }
    return String.join(";", parts);
  }

  private Answer run(String sql) throws Exception {
    connection.query(sql, 0);
    return connection.await(PATIENCE);
  }

  private WireConnection connect() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", "materialize");
    parameters.put("database", "materialize");
    parameters.put("options", "--welcome_message=off");
    try {
      WireConnection opened = WireConnection.open(engine.port(), parameters);
      opened.await(PATIENCE);
      return opened;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
