package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Definitions;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlueDigestsTests {
  private static final Snapshot BLUE = Catalogs.production();
  private static final String BASE = BlueDigests.of(BLUE, "u11").encode(1000);

  @Test
  void nothing_changed() {
    assertThat(BlueDigests.of(BLUE, "u11").same(BASE)).isTrue();
    assertThat(BlueDigests.of(BLUE, "u11").changedSince(BASE)).isEmpty();
  }

  @Test
  void grant_owner_id_and_definition_count_and_are_named() {
    Item traffic = BLUE.item("u104").orElseThrow();
    changed(BLUE.with(traffic.withOwner("ann")), "route_traffic");
    changed(
        BLUE.with(traffic.withGrants(Catalogs.grants(new Grant("x", "SELECT")))), "route_traffic");
    changed(
        BLUE.withoutItem("u104")
            .with(
                Catalogs.item(
                    "u999", "u11", "route_traffic", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of())),
        "route_traffic");
    changed(BLUE.with(defined(traffic, "CREATE MATERIALIZED VIEW other")), "route_traffic");
  }

  @Test
  void new_object_is_named_and_one_that_is_gone_is_noticed() {
    changed(BLUE.with(Catalogs.item("u200", "u11", "more", ObjectKind.VIEW, "", Set.of())), "more");
    BlueDigests now = BlueDigests.of(BLUE.withoutItem("u104"), "u11");
    assertThat(now.same(BASE)).isFalse();
    assertThat(now.changedSince(BASE)).isEmpty();
  }

  @Test
  void empty_schema_is_known_to_have_been_empty() {
    String base = BlueDigests.of(BLUE, "u1").encode(100);
    assertThat(base).isNotEmpty();
    assertThat(BlueDigests.of(BLUE, "u1").same(base)).isTrue();
    Snapshot filled = BLUE.with(Catalogs.item("u9", "u1", "v", ObjectKind.VIEW, "", Set.of()));
    assertThat(BlueDigests.of(filled, "u1").same(base)).isFalse();
    assertThat(BlueDigests.of(filled, "u1").changedSince(base)).containsExactly("v");
  }

  @Test
  void little_room_notices_every_change_and_names_more_than_changed() {
    String base = BlueDigests.of(BLUE, "u11").encode(0);
    assertThat(base).hasSize(6);
    Item traffic = BLUE.item("u104").orElseThrow();
    BlueDigests now = BlueDigests.of(BLUE.with(traffic.withOwner("ann")), "u11");
    assertThat(BlueDigests.of(BLUE, "u11").same(base)).isTrue();
    assertThat(now.same(base)).isFalse();
    assertThat(now.changedSince(base)).contains("route_traffic");
  }

  @Test
  void definition_is_the_same_after_a_swap_a_start_and_a_cutover() {
    Item view = BLUE.item("u105").orElseThrow();
    String now = "CREATE VIEW \"materialize\".\"flights\".\"on_time_board\" AS SELECT * FROM ";
    String before = "CREATE VIEW \"materialize\".\"flights_x\".\"on_time_board\" AS SELECT * FROM ";
    Snapshot renamed = BLUE.with(Catalogs.schema("u11", "flights_x"));
    assertThat(
            Definitions.of(
                BLUE,
                defined(view, now + "[u102 AS \"materialize\".\"flights\".\"a\"\"b\"] AS OF 17")))
        .isEqualTo(
            Definitions.of(
                renamed, defined(view, before + "[u102 AS \"materialize\".\"flights_x\".\"c\"]")));
    Item sink = BLUE.item("u107").orElseThrow();
    assertThat(
            Definitions.of(BLUE, defined(sink, "CREATE SINK s ENVELOPE UPSERT WITH (VERSION = 2)")))
        .isEqualTo(Definitions.of(BLUE, defined(sink, "CREATE SINK s ENVELOPE UPSERT")));
    assertThat(
            Definitions.of(
                BLUE, defined(sink, "CREATE SINK s WITH (SNAPSHOT = true, VERSION = 2)")))
        .isEqualTo(Definitions.of(BLUE, defined(sink, "CREATE SINK s WITH (SNAPSHOT = true)")));
    assertThat(Definitions.of(BLUE, defined(view, now + "x WHERE a = 'AS OF 17'")))
        .contains("AS OF 17");
  }

  private static void changed(Snapshot snapshot, String... names) {
    BlueDigests now = BlueDigests.of(snapshot, "u11");
    assertThat(now.same(BASE)).isFalse();
    assertThat(now.changedSince(BASE)).containsExactly(names);
  }

  private static Item defined(Item item, String definition) {
    return new Item(
        item.id(),
        item.schemaId(),
        item.name(),
        item.kind(),
        item.owner(),
        item.clusterId(),
        item.grants(),
        item.comment(),
        Map.of(),
        item.columns(),
        definition,
        item.dependsOn());
  }
}
