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
    SinkContract contract = SinkContract.of(STORED);
    assertThat(contract.key()).containsExactly("id", "K");
    assertThat(contract.connectionSql()).isEqualTo("\"materialize\".\"public\".\"conn\"");
    assertThat(contract.isProbed()).isTrue();
  }

  @Test
  void nothing_is_asked_where_the_server_does_not_insist() {
    assertThat(SinkContract.of(STORED.replace("ENVELOPE UPSERT", "ENVELOPE DEBEZIUM")).isProbed())
        .isFalse();
    assertThat(SinkContract.of(STORED.replace("\"K\")", "\"K\") NOT ENFORCED")).isProbed())
        .isFalse();
    assertThat(SinkContract.of(STORED.replace("KEY (\"id\", \"K\") ", "")).isProbed()).isFalse();
    assertThat(SinkContract.of("CREATE SINK s INTO KAFKA CONNECTION").isProbed()).isFalse();
    assertThat(SinkContract.of("CREATE SINK s KEY (id").isProbed()).isFalse();
    assertThat(SinkContract.of("CREATE SINK s FROM mv INTO ICEBERG CATALOG x KEY (id)").isProbed())
        .isFalse();
  }
}
