package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.SinkSetFrom;
import dev.verdigris.engine.sql.CreateStatement.CreateSink;
import dev.verdigris.engine.sql.CreateStatement.Format;
import dev.verdigris.engine.sql.CreateStatement.SinkFormat;
import dev.verdigris.engine.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code CREATE SINK} and {@code ALTER SINK … SET FROM}. */
final class SinkDdl {
  private final Change change;

  SinkDdl(Change change) {
    this.change = change;
  }

  String run(CreateSink statement) {
    ObjectName name = Objects.requireNonNull(statement.name(), "only EXPLAIN has sinks unnamed");
    NewItem place = NewItem.resolve(change, name, false);
    Cluster cluster = Clusters.of(change, statement.cluster());
    if (statement.envelope() == null) {
      throw SqlException.internal("ENVELOPE clause is required");
    }
    Item from = change.names.item(statement.from().names());
    Item connection = connection(statement);
    ItemFacts.Sink facts = facts(statement, from, connection);
    Optional<Item> taken = place.taken(change.base);
    if (taken.isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(taken.get().type(), place.fullName());
      }
      change.skipExisting("42710", ObjectType.SINK, place.name());
      return "CREATE SINK";
    }
    new SinkKeys(change).check(facts, from, place.name());
    place.requireCreate(change);
    change.rights.require(Privilege.CREATE, Owned.cluster(cluster.id()));
    change.rights.require(Privilege.SELECT, Owned.item(from));
    change.rights.require(Privilege.USAGE, Owned.item(connection));
    Clusters.requireUsable(change, cluster);
    put(statement, place, cluster, facts);
    return "CREATE SINK";
  }

  /**
   * Checks a sink that is not to be made.
   *
   * @param name what a warning calls it
   */
  void check(CreateSink statement, Item from, String name) {
    if (statement.envelope() == null) {
      throw SqlException.internal("ENVELOPE clause is required");
    }
    new SinkKeys(change).check(facts(statement, from, connection(statement)), from, name);
    change.rights.require(Privilege.SELECT, Owned.item(from));
  }

  private Item connection(CreateSink statement) {
    Item connection = change.names.item(statement.connection().names());
    if (!(connection.facts() instanceof ItemFacts.Connection kafka)
        || !kafka.kind().equals("kafka")) {
      throw SqlException.internal(connection.name() + " is not a KAFKA CONNECTION");
    }
    return connection;
  }

  private static ItemFacts.Sink facts(CreateSink statement, Item from, Item connection) {
    String topic =
        new Options(statement.connectionOptions())
            .string("TOPIC")
            .orElseThrow(() -> SqlException.internal("KAFKA CONNECTION must specify TOPIC"));
    List<String> key =
        statement.key() == null
            ? List.of()
            : statement.key().columns().stream().map(c -> c.value()).toList();
    SinkFormat format = statement.format();
    if (format == null) {
      throw SqlException.internal("sink without format not yet supported");
    }
    String value = name(format.value());
    return new ItemFacts.Sink(
        from.id(),
        connection.id(),
        topic,
        key,
        statement.key() != null && statement.key().notEnforced(),
        Objects.requireNonNull(statement.envelope()).name().toLowerCase(Locale.ROOT),
        format.key() == null ? value : name(format.key()),
        value,
        0,
        SinkSettingsReader.read(statement, from));
  }

  private static String name(Format format) {
    if (format instanceof Format.Simple simple && simple.name().equals("JSON")) {
      return "json";
    }
    String other = format instanceof Format.Simple simple ? simple.name() : "AVRO";
    throw SqlException.unsupported("a sink with FORMAT " + other + " (use FORMAT JSON here)");
  }

  private void put(CreateSink statement, NewItem place, Cluster cluster, ItemFacts.Sink facts) {
    ItemId id = change.newItem();
    Item from = Objects.requireNonNull(change.base.item(facts.from()));
    Item connection = Objects.requireNonNull(change.base.item(facts.connection()));
    CreateSink stored =
        new CreateSink(
            place.stored(),
            Clusters.stored(cluster),
            false,
            stored(from),
            stored(connection),
            statement.connectionOptions(),
            statement.key(),
            statement.headers(),
            statement.format(),
            statement.envelope(),
            statement.options());
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            null,
            place.name(),
            ObjectType.SINK,
            change.owner(),
            Acl.NONE,
            List.of(),
            cluster.id(),
            Set.of(facts.from(), facts.connection()),
            StoredSql.of(stored),
            facts,
            null));
  }

  private ObjectName stored(Item item) {
    return ObjectName.of(change.base.fullName(item)).withId(item.id().value());
  }

  String run(SinkSetFrom statement) {
    Optional<Owned> found =
        new Lookup(change)
            .object(ObjectType.SINK, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    if (found.isEmpty()) {
      return "ALTER SINK";
    }
    Item sink = Objects.requireNonNull(change.base.item(new ItemId(found.get().id())));
    Item from = change.names.item(statement.from().names());
    ItemFacts.Sink before = (ItemFacts.Sink) sink.facts();
    ItemFacts.Sink after = moved(before, from);
    new SinkKeys(change).check(after, from, sink.name());
    String headers = after.settings().headers();
    if (headers != null) {
      SinkSettingsReader.requireHeaders(headers, from);
    }
    change.rights.requireOwner(Owned.item(sink));
    change.rights.require(Privilege.CREATE, Owned.cluster(Objects.requireNonNull(sink.cluster())));
    change(sink, from, before, after);
    return "ALTER SINK";
  }

  /** Moves a sink that was checked before; again silently, now that it can. */
  void move(Item sink, Item from) {
    ItemFacts.Sink before = (ItemFacts.Sink) sink.facts();
    change(sink, from, before, moved(before, from));
  }

  private void change(Item sink, Item from, ItemFacts.Sink before, ItemFacts.Sink after) {
    String sql =
        StoredSql.sinkSetFrom(
            Objects.requireNonNull(sink.createSql()), stored(from), after.version());
    change.next.put(
        new Item(
            sink.id(),
            sink.oid(),
            sink.schema(),
            null,
            sink.name(),
            sink.type(),
            sink.owner(),
            sink.privileges(),
            sink.columns(),
            sink.cluster(),
            Set.of(after.from(), after.connection()),
            sql,
            after,
            null));
    change.audit(
        "alter",
        ObjectType.SINK,
        "id",
        sink.id().value(),
        "old_from",
        before.from().value(),
        "new_from",
        after.from().value());
    change.touch();
  }

  private static ItemFacts.Sink moved(ItemFacts.Sink before, Item from) {
    return new ItemFacts.Sink(
        from.id(),
        before.connection(),
        before.topic(),
        before.key(),
        before.notEnforced(),
        before.envelope(),
        before.keyFormat(),
        before.valueFormat(),
        before.version() + 1,
        before.settings());
  }
}
