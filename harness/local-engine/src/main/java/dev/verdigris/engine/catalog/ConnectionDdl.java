package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.SecretValue;
import dev.verdigris.engine.sql.AlterStatement.ValidateConnection;
import dev.verdigris.engine.sql.CreateStatement.CreateConnection;
import dev.verdigris.engine.sql.CreateStatement.CreateSecret;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections and secrets. */
final class ConnectionDdl {
  private static final Set<String> KAFKA_OPTIONS =
      Set.of("BROKER", "BROKERS", "SECURITY PROTOCOL", "PROGRESS TOPIC");

  private final Change change;

  ConnectionDdl(Change change) {
    this.change = change;
  }

  String run(CreateConnection statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    ItemFacts.Connection facts = facts(statement, place);
    Optional<Item> taken = place.taken(change.base);
    if (taken.isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(taken.get().type(), place.fullName());
      }
      change.skipExisting("42710", ObjectType.CONNECTION, place.name());
      return "CREATE CONNECTION";
    }
    place.requireCreate(change);
    boolean validate = new Options(statement.withOptions()).flag("VALIDATE").orElse(true);
    if (validate) {
      validate(facts, isPlaintext(statement.options()));
    }
    CreateConnection stored =
        new CreateConnection(
            place.stored(), false, statement.type(), statement.options(), List.of());
    put(place, ObjectType.CONNECTION, facts, StoredSql.of(stored));
    return "CREATE CONNECTION";
  }

  private ItemFacts.Connection facts(CreateConnection statement, NewItem place) {
    Options options = new Options(statement.options());
    if (statement.type().equals("KAFKA")) {
      refuseOthers(statement.options(), KAFKA_OPTIONS);
      List<String> brokers = brokers(statement.options());
      if (brokers.isEmpty()) {
        throw SqlException.internal(
            "invalid CONNECTION: must set one of BROKER, BROKERS, or AWS PRIVATELINK");
      }
      long number = change.next.counters.items() + 1;
      String topic =
          options
              .string("PROGRESS TOPIC")
              .orElse("_materialize-progress-" + SystemObjects.ENVIRONMENT + "-u" + number);
      return new ItemFacts.Connection("kafka", brokers, topic);
    }
    if (statement.type().equals("CONFLUENT SCHEMA REGISTRY")) {
      refuseOthers(statement.options(), Set.of("URL"));
      String url =
          options
              .string("URL")
              .orElseThrow(() -> SqlException.internal("invalid CONNECTION: must specify URL"));
      return new ItemFacts.Connection("confluent-schema-registry", List.of(url), null);
    }
    throw SqlException.unsupported("CREATE CONNECTION " + place.name() + " TO " + statement.type());
  }

  private static void refuseOthers(List<Option> options, Set<String> modelled) {
    for (Option option : options) {
      if (!modelled.contains(option.name())) {
        throw SqlException.unsupported("the connection option " + option.name());
      }
    }
  }

  private static List<String> brokers(List<Option> options) {
    List<String> brokers = new ArrayList<>();
    for (Option option : options) {
      if (option.name().equals("BROKER") || option.name().equals("BROKERS")) {
        addStrings(option.value(), brokers);
      }
    }
    return brokers;
  }

  private static void addStrings(Option.@Nullable Value value, List<String> into) {
    if (value instanceof Option.Value.Sequence sequence) {
      sequence.values().forEach(v -> addStrings(v, into));
    } else if (value instanceof Option.Value.Literal literal
        && literal.expr() instanceof Expr.StringLiteral string) {
      into.add(string.value());
    } else {
      throw SqlException.internal("invalid BROKER: cannot use value as string");
    }
  }

  private static boolean isPlaintext(List<Option> options) {
    return new Options(options)
        .string("SECURITY PROTOCOL")
        .map(p -> p.toUpperCase(Locale.ROOT).equals("PLAINTEXT"))
        .orElse(false);
  }

  private void validate(ItemFacts.Connection facts, boolean plaintext) {
    if (facts.kind().equals("kafka")) {
      change.services.brokers().validate(facts.addresses(), plaintext);
    } else {
      throw SqlException.unsupported("a schema registry that is validated");
    }
  }

  String run(ValidateConnection statement) {
    Item item = change.names.item(statement.name().names());
    if (!(item.facts() instanceof ItemFacts.Connection connection)) {
      throw SqlException.internal(item.name() + " is not a connection");
    }
    String sql = String.valueOf(item.createSql());
    validate(connection, sql.toUpperCase(Locale.ROOT).contains("= \"PLAINTEXT\""));
    return "VALIDATE CONNECTION";
  }

  String run(CreateSecret statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    Optional<Item> taken = place.taken(change.base);
    if (taken.isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(taken.get().type(), place.fullName());
      }
      change.skipExisting("42710", ObjectType.SECRET, place.name());
      return "CREATE SECRET";
    }
    place.requireCreate(change);
    put(place, ObjectType.SECRET, new ItemFacts.None(), null);
    return "CREATE SECRET";
  }

  String run(SecretValue statement) {
    Optional<Owned> secret =
        new Lookup(change)
            .object(
                ObjectType.SECRET, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    secret.ifPresent(
        s -> {
          change.rights.requireOwner(s);
          change.audit("alter", ObjectType.SECRET, "id", s.id());
          change.touch();
        });
    return "ALTER SECRET";
  }

  private void put(NewItem place, ObjectType type, ItemFacts facts, @Nullable String sql) {
    ItemId id = change.newItem();
    RoleId owner = change.owner();
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            null,
            place.name(),
            type,
            owner,
            place.privileges(change, type, owner),
            List.of(),
            null,
            Set.of(),
            sql,
            facts,
            null));
  }
}
