package dev.verdigris.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.SqlException;
import org.junit.jupiter.api.Test;

class PostgresErrorsTests {

  @Test
  void errorsOfWhatReadsRelationsSayThatTheyAreOfEvaluation() {
    assertThat(words("22012", "division by zero", true))
        .isEqualTo("XX000 Evaluation error: division by zero");
    assertThat(words("22012", "division by zero", false)).isEqualTo("XX000 division by zero");
  }

  @Test
  void messagesAreReworded() {
    assertThat(words("22P02", "invalid input syntax for type integer: \"x\"", false))
        .isEqualTo(
            "XX000 invalid input syntax for type integer: invalid digit found in string: \"x\"");
    assertThat(words("22003", "integer out of range", false))
        .isEqualTo("XX000 numeric field overflow");
    assertThat(words("22P02", "invalid input syntax for type uuid: \"x\"", false))
        .isEqualTo(
            "XX000 invalid input syntax for type uuid: invalid character: expected an optional"
                + " prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `x` at 1: \"x\"");
  }

  @Test
  void cancellationsKeepTheirState() {
    assertThat(words("57014", "canceling statement due to user request", true))
        .isEqualTo("57014 canceling statement due to user request");
  }

  @Test
  void wordingsThatAreNotKnownAreRefused() {
    assertThat(words("22P02", "invalid input syntax for type json", false)).startsWith("0A000 ");
  }

  private static String words(String state, String message, boolean evaluation) {
    SqlException e = PostgresErrors.translate(state, message, null, evaluation);
    return e.sqlstate() + " " + e.message();
  }
}
