package dev.verdigris.execute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SinkKeysTests {
  private static final String NOT_UNIQUE = "upsert key could not be validated as unique";

  @Test
  void the_detail_of_a_refusal_tells_the_keys_that_are_known() {
    assertThat(
            SinkKeys.reason(
                NOT_UNIQUE,
                """
                Materialize could not prove that the specified upsert envelope key ("id") was a \
                unique key of the underlying relation "materialize.public.g". The following keys \
                are known to be unique for the underlying relation:
                  ("id", "k")
                  ("n")\
                """))
        .isEqualTo("provable keys: (id, k), (n)");
    assertThat(
            SinkKeys.reason(
                NOT_UNIQUE,
                "Materialize could not prove it. There are no known valid unique keys for the"
                    + " underlying relation."))
        .isEqualTo("provable keys: none");
    assertThat(SinkKeys.reason(NOT_UNIQUE, null)).isEqualTo("provable keys: none");
  }

  @Test
  void a_column_of_the_key_that_is_gone_is_named() {
    assertThat(SinkKeys.reason("column referenced in KEY does not exist: id", null))
        .isEqualTo("column referenced in KEY does not exist: id");
  }
}
