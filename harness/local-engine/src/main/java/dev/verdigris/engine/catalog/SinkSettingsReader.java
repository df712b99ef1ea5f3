package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.CreateStatement.CreateSink;
import dev.verdigris.engine.sql.CreateStatement.Envelope;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@code CREATE SINK} says of its topic, its transactions, its headers and its
 * snapshot. Documented and not recorded, all of it; what the documents leave open is refused.
 */
final class SinkSettingsReader {
  private static final Set<String> MODELLED =
      Set.of(
          "TOPIC",
          "COMPRESSION TYPE",
          "TOPIC PARTITION COUNT",
          "TOPIC REPLICATION FACTOR",
          "TOPIC CONFIG",
          "TRANSACTIONAL ID PREFIX");
  private static final Set<String> COMPRESSIONS = Set.of("none", "gzip", "snappy", "lz4", "zstd");

  private SinkSettingsReader() {}

  static ItemFacts.SinkSettings read(CreateSink statement, Item from) {
    refuseOthers(statement.connectionOptions(), MODELLED);
    refuseOthers(statement.options(), Set.of("SNAPSHOT"));
    Options topic = new Options(statement.connectionOptions());
    ItemFacts.SinkSettings usual = ItemFacts.SinkSettings.DEFAULT;
    String headers = statement.headers() == null ? null : statement.headers().value();
    if (headers != null) {
      if (statement.envelope() == Envelope.DEBEZIUM) {
        throw SqlException.internal("HEADERS option is not supported with ENVELOPE DEBEZIUM");
      }
      requireHeaders(headers, from);
    }
    return new ItemFacts.SinkSettings(
        count(topic, "TOPIC PARTITION COUNT"),
        count(topic, "TOPIC REPLICATION FACTOR"),
        topic.find("TOPIC CONFIG").map(SinkSettingsReader::config).orElse(Map.of()),
        topic
            .string("COMPRESSION TYPE")
            .map(SinkSettingsReader::compression)
            .orElse(usual.compression()),
        topic.string("TRANSACTIONAL ID PREFIX").orElse(null),
        headers,
        new Options(statement.options()).flag("SNAPSHOT").orElse(usual.snapshot()));
  }

  /** Fails unless the relation has the column, as a map of texts or bytes. */
  static void requireHeaders(String headers, Item from) {
    int position = from.position(headers);
    if (position == 0) {
      throw SqlException.internal("HEADERS column (" + headers + ") is unknown");
    }
    SqlType type = from.columns().get(position - 1).type();
    SqlType element = type.element();
    if (type.kind() != SqlType.Kind.MAP
        || element == null
        || !(element.equals(SqlType.TEXT) || element.name().equals("bytea"))) {
      throw SqlException.internal(
          "HEADERS column must have type map[text => text] or map[text => bytea]");
    }
    if (!element.equals(SqlType.TEXT)) {
      throw SqlException.unsupported("a HEADERS column of bytea");
    }
  }

  private static void refuseOthers(List<Option> options, Set<String> modelled) {
    for (Option option : options) {
      if (!modelled.contains(option.name())) {
        throw SqlException.unsupported("the sink option " + option.name());
      }
    }
  }

  private static String compression(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!COMPRESSIONS.contains(lower)) {
      throw SqlException.unsupported("the compression type " + name + " of a sink");
    }
    return lower;
  }

  private static @Nullable Integer count(Options options, String name) {
    Option option = options.find(name).orElse(null);
    if (option == null) {
      return null;
    }
    if (Options.literal(option) instanceof Expr.Prefix minus
        && minus.operator().equals("-")
        && minus.operand() instanceof Expr.NumberLiteral number
        && number.text().equals("1")) {
      return null; // As the broker has it.
    }
    int count = options.number(name).orElse(0);
    if (count < 1) {
      throw SqlException.unsupported(name + " of " + count);
    }
    return count;
  }

  private static Map<String, String> config(Option option) {
    if (!(Options.literal(option) instanceof Expr.MapLiteral map)) {
      throw SqlException.unsupported("TOPIC CONFIG other than MAP['name' => 'value', …]");
    }
    Map<String, String> config = new LinkedHashMap<>();
    for (Expr.MapEntry entry : map.entries()) {
      if (!(entry.key() instanceof Expr.StringLiteral name)
          || !(entry.value() instanceof Expr.StringLiteral value)) {
        throw SqlException.unsupported("TOPIC CONFIG other than MAP['name' => 'value', …]");
      }
      config.put(name.value(), value.value());
    }
    return config;
  }
}
