package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.CreateStatement.CreateSink;
import dev.verdigris.engine.sql.CreateStatement.Envelope;
import dev.verdigris.engine.sql.CreateStatement.Format;
import dev.verdigris.engine.sql.CreateStatement.SinkFormat;
import dev.verdigris.engine.sql.ExplainStatement.ExplainSinkSchema;
import dev.verdigris.engine.sql.Ident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code EXPLAIN KEY SCHEMA} and {@code VALUE SCHEMA FOR CREATE SINK}: the sink is checked as if it
 * were created, its key above all, and then its Avro schema is shown. Types of which the schema is
 * not known are refused.
 */
final class SinkSchema {
  private static final Map<String, String> SIMPLE =
      Map.of("bool", "boolean", "int4", "int", "int8", "long", "text", "string");

  private final Change change;

  SinkSchema(Change change) {
    this.change = change;
  }

  /** Fails if a name in it means nothing. */
  void resolve(CreateSink sink) {
    Clusters.of(change, sink.cluster());
    change.names.item(sink.from().names());
    change.names.item(sink.connection().names());
    if (sink.format() != null && sink.format().value() instanceof Format.Avro avro) {
      change.names.item(avro.registry().names());
    }
  }

  /** The schema as JSON. */
  String json(ExplainSinkSchema explain) {
    CreateSink sink = explain.sink();
    Item from = change.names.item(sink.from().names());
    new SinkDdl(change).check(asJson(sink), from, "mz_explain_schema");
    SinkFormat format = Objects.requireNonNull(sink.format());
    if (format.key() != null) {
      throw SqlException.unsupported("EXPLAIN of a sink with two formats");
    }
    if (!(format.value() instanceof Format.Avro avro)) {
      throw SqlException.internal(
          "EXPLAIN SCHEMA is only available for Kafka sinks with Avro schemas not yet supported");
    }
    requireRegistry(avro);
    if (explain.key()) {
      if (sink.key() == null) {
        throw SqlException.internal("CREATE SINK does not have a key");
      }
      List<Column> columns = new ArrayList<>();
      for (Ident column : sink.key().columns()) {
        columns.add(from.columns().get(from.position(column.value()) - 1));
      }
      return record("row", columns);
    }
    if (sink.envelope() != Envelope.UPSERT) {
      throw SqlException.unsupported("the Avro schema of a value of DEBEZIUM");
    }
    return record("envelope", from.columns());
  }

  /** Everything else about a sink is the same, whatever its format. */
  private static CreateSink asJson(CreateSink sink) {
    SinkFormat format = sink.format();
    return new CreateSink(
        sink.name(),
        sink.cluster(),
        sink.ifNotExists(),
        sink.from(),
        sink.connection(),
        sink.connectionOptions(),
        sink.key(),
        sink.headers(),
        format == null ? null : new SinkFormat(null, new Format.Simple("JSON")),
        sink.envelope(),
        sink.options());
  }

  private void requireRegistry(Format.Avro avro) {
    Item registry = change.names.item(avro.registry().names());
    if (!(registry.facts() instanceof ItemFacts.Connection connection)
        || !connection.kind().equals("confluent-schema-registry")) {
      throw SqlException.internal(registry.name() + " is not a schema registry connection");
    }
    if (!avro.options().isEmpty()) {
      throw SqlException.unsupported("an option of Avro");
    }
  }

  private static String record(String name, List<Column> columns) {
    List<String> fields = new ArrayList<>();
    for (Column column : columns) {
      String type = "\"" + type(column.type()) + "\"";
      if (column.nullable()) {
        type = "[\n        \"null\",\n        " + type + "\n      ]";
      }
      fields.add(
          "    {\n      \"name\": \""
              + avroName(column)
              + "\",\n      \"type\": "
              + type
              + "\n    }");
    }
    return "{\n  \"type\": \"record\",\n  \"name\": \""
        + name
        + "\",\n  \"fields\": [\n"
        + String.join(",\n", fields)
        + "\n  ]\n}";
  }

  private static String type(SqlType type) {
    String simple = type.kind() == SqlType.Kind.SCALAR ? SIMPLE.get(type.name()) : null;
    if (simple == null) {
      throw SqlException.unsupported("the Avro schema of type " + type.name());
    }
    return simple;
  }

  private static String avroName(Column column) {
    if (!column.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw SqlException.unsupported("the Avro name of column " + column.name());
    }
    return column.name();
  }
}
