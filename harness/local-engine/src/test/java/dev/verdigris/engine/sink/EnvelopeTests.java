package dev.verdigris.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.catalog.Acl;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.RoleId;
import dev.verdigris.engine.catalog.SchemaId;
import dev.verdigris.engine.query.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is expected is what was recorded in sinks.jsonl, groups topics and duplicates. */
class EnvelopeTests {

  private static final Item RELATION =
      new Item(
          new ItemId("u1"),
          1,
          new SchemaId("u1"),
          null,
          "m",
          ObjectType.TABLE,
          new RoleId("u1"),
          Acl.NONE,
          List.of(
              new Column("id", SqlType.INT4, false, null),
              new Column("v", SqlType.TEXT, true, null)),
          null,
          Set.of(),
          null,
          new ItemFacts.None(),
          "u.\"u1\"");

  @Test
  void upsertSendsTheNewRowOrATombstoneInTheOrderOfTheKeys() {
    assertThat(
            records(
                "upsert",
                List.of("id"),
                Map.of(
                    row("3", "three"),
                    -1,
                    row("33", "three"),
                    1,
                    row("1", "a"),
                    -1,
                    row("1", "b"),
                    1)))
        .containsExactly(
            new SinkRecord("{\"id\":1}", "{\"id\":1,\"v\":\"b\"}"),
            new SinkRecord("{\"id\":3}", null),
            new SinkRecord("{\"id\":33}", "{\"id\":33,\"v\":\"three\"}"));
  }

  @Test
  void ofTwoRowsOfOneKeyOneThatGoesSendsATombstone() {
    assertThat(records("upsert", List.of("id"), Map.of(row("1", "a"), -1)))
        .containsExactly(new SinkRecord("{\"id\":1}", null));
    assertThat(records("upsert", List.of("id"), Map.of(row("1", "a"), 1, row("1", "b"), 1)))
        .containsExactly(
            new SinkRecord("{\"id\":1}", "{\"id\":1,\"v\":\"a\"}"),
            new SinkRecord("{\"id\":1}", "{\"id\":1,\"v\":\"b\"}"));
  }

  @Test
  void debeziumSendsBothSides() {
    assertThat(records("debezium", List.of("id"), Map.of(row("1", "a"), -1, row("1", "b"), 1)))
        .containsExactly(
            new SinkRecord(
                "{\"id\":1}",
                "{\"before\":{\"id\":1,\"v\":\"a\"},\"after\":{\"id\":1,\"v\":\"b\"}}"));
  }

  @Test
  void debeziumWithoutKeyHasNullKeysAndPairsByTheRelationsOwn() {
    assertThat(records("debezium", List.of(), Map.of(row("1", "a"), -1, row("1", "b"), 1)))
        .containsExactly(
            new SinkRecord(
                null, "{\"before\":{\"id\":1,\"v\":\"a\"},\"after\":{\"id\":1,\"v\":\"b\"}}"));
  }

  private static List<SinkRecord> records(
      String envelope, List<String> key, Map<List<@Nullable String>, Integer> changes) {
    ItemFacts.Sink sink =
        new ItemFacts.Sink(
            RELATION.id(),
            new ItemId("u2"),
            "t",
            key,
            false,
            envelope,
            "json",
            "json",
            0,
            ItemFacts.SinkSettings.DEFAULT);
    return new Envelope(sink, RELATION, List.of(List.of(0))).records(changes);
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }
}
