package dev.verdigris.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every statement that a real server was sent: what it could read we read, and nothing else. */
class RecordedSyntaxTests {
  /** Statements that Materialize reads and that we say we do not model. */
  private static final List<String> UNMODELLED = List.of();

  @Test
  void what_the_server_could_read_is_read() {
    List<String> failed = new ArrayList<>();
    int read = 0;
    for (Recordings.Step step : Recordings.all()) {
      if (step.syntaxError() != null || UNMODELLED.contains(step.place())) {
        continue;
      }
      read++;
      SqlException error = error(step.sql());
      if (error != null) {
        failed.add(step + "\n      " + error.getMessage() + " at " + error.position());
      }
    }
    assertThat(read).isGreaterThan(2000);
    assertThat(failed).isEmpty();
  }

  @Test
  void syntax_errors_have_the_text_and_the_place_of_the_server() {
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (Recordings.Step step : Recordings.all()) {
      Recordings.Failure expected = step.syntaxError();
      if (expected == null) {
        continue;
      }
      compared++;
      SqlException error = error(step.sql());
      Recordings.Failure actual =
          error == null
              ? null
              : new Recordings.Failure(error.sqlstate(), error.message(), error.position());
      if (!expected.equals(actual)) {
        different.add(step + "\n      server " + expected + "\n      engine " + actual);
      }
    }
    assertThat(compared).isGreaterThan(100);
    assertThat(different).isEmpty();
  }

  private static @Nullable SqlException error(String sql) {
    try {
      Parser.parse(sql);
      return null;
    } catch (SqlException e) {
      return e;
    }
  }
}
