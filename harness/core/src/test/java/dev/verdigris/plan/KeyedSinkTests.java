package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedSinkTests {
  private static final String STORED =
      """
      CREATE SINK "materialize"."public"."s" IN CLUSTER [u1] FROM [u5 AS "materialize"."a"."mv"] \
      INTO KAFKA CONNECTION [u3 AS "materialize"."public"."conn"] (TOPIC = 't') KEY ("id", "K") \
      FORMAT JSON ENVELOPE UPSERT\
      """;

  @Test
  void the_key_and_the_connection_stand_in_the_stored_statement() {
    SinkKey key = SinkKey.of(STORED);
    assertThat(key.columns()).containsExactly("id", "K");
    assertThat(key.connectionSql()).isEqualTo("\"materialize\".\"public\".\"conn\"");
    assertThat(key.isProbed()).isTrue();
  }

  @Test
  void nothing_is_asked_where_the_server_does_not_insist() {
    assertThat(SinkKey.of(STORED.replace("ENVELOPE UPSERT", "ENVELOPE DEBEZIUM")).isProbed())
        .isFalse();
    assertThat(SinkKey.of(STORED.replace("\"K\")", "\"K\") NOT ENFORCED")).isProbed()).isFalse();
    assertThat(SinkKey.of(STORED.replace("KEY (\"id\", \"K\") ", "")).isProbed()).isFalse();
    assertThat(SinkKey.of("CREATE SINK s FROM mv INTO ICEBERG CATALOG x KEY (id)").isProbed())
        .isFalse();
  }
}
