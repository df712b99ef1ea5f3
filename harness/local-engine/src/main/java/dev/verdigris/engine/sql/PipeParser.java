package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.Envelope;
import dev.verdigris.engine.sql.CreateStatement.Format;
import dev.verdigris.engine.sql.CreateStatement.SinkFormat;
import dev.verdigris.engine.sql.CreateStatement.SinkKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CREATE of what data come in and go out through: sources, sinks, connections. */
final class PipeParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  PipeParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  CreateStatement.CreateSink sink() {
    boolean ifNotExists = grammar.creates.ifNotExists();
    boolean unnamed = tokens.at("FROM") || (tokens.at("IN") && tokens.at(1, "CLUSTER"));
    ObjectName name = unnamed ? null : grammar.names.item();
    ClusterName cluster = grammar.creates.inCluster();
    tokens.expect("FROM");
    ObjectName from = grammar.names.item();
    tokens.expect("INTO");
    if (!tokens.expectOneOf("KAFKA", "ICEBERG").equals("KAFKA")) {
      throw SqlException.unsupported("a sink into Iceberg");
    }
    tokens.expect("CONNECTION");
    ObjectName connection = grammar.names.item();
    List<Option> connectionOptions =
        grammar.options.optionallyParenthesized(OptionNames.KAFKA_SINK);
    SinkKey key = key();
    Ident headers = tokens.accept("HEADERS") ? grammar.names.identifier() : null;
    SinkFormat format = sinkFormat();
    Envelope envelope = tokens.accept("ENVELOPE") ? envelope() : null;
    List<Option> options = grammar.options.with(OptionNames.SINK);
    return new CreateStatement.CreateSink(
        name,
        cluster,
        ifNotExists,
        from,
        connection,
        connectionOptions,
        key,
        headers,
        format,
        envelope,
        options);
  }

  private @Nullable SinkKey key() {
    if (!tokens.at("KEY") || tokens.at(1, "FORMAT")) {
      return null;
    }
    tokens.next();
    List<Ident> columns = grammar.names.columns();
    return new SinkKey(columns, tokens.accept("NOT", "ENFORCED"));
  }

  private @Nullable SinkFormat sinkFormat() {
    if (tokens.accept("FORMAT")) {
      return new SinkFormat(null, format());
    }
    if (!tokens.accept("KEY", "FORMAT")) {
      return null;
    }
    Format key = format();
    tokens.expect("VALUE", "FORMAT");
    return new SinkFormat(key, format());
  }

  private Format format() {
    if (tokens.accept("AVRO")) {
      tokens.expect("USING", "CONFLUENT", "SCHEMA", "REGISTRY", "CONNECTION");
      ObjectName registry = grammar.names.item();
      return new Format.Avro(
          registry, grammar.options.optionallyParenthesized(OptionNames.AVRO_SINK));
    }
    String simple = tokens.acceptOneOf("JSON", "TEXT", "BYTES");
    if (simple != null) {
      return new Format.Simple(simple);
    }
    if (tokens.atAny("PROTOBUF", "REGEX", "CSV")) {
      throw SqlException.unsupported("this format of a sink");
    }
    throw tokens.expected("AVRO, PROTOBUF, REGEX, CSV, JSON, TEXT, or BYTES");
  }

  private Envelope envelope() {
    String envelope = tokens.acceptOneOf("UPSERT", "DEBEZIUM");
    if (envelope == null) {
      throw tokens.expected("UPSERT, DEBEZIUM");
    }
    return Envelope.valueOf(envelope);
  }

  CreateStatement source() {
    boolean ifNotExists = grammar.creates.ifNotExists();
    ObjectName name = grammar.names.item();
    ClusterName cluster = grammar.creates.inCluster();
    tokens.expect("FROM");
    if (!tokens.accept("LOAD")) {
      String kind = tokens.acceptOneOf("KAFKA", "POSTGRES", "SQL", "MYSQL", "WEBHOOK");
      if (kind != null) {
        throw SqlException.unsupported(
                "a "
                    + (kind.equals("SQL") ? "SQL SERVER" : kind)
                    + " source, which needs a service outside,")
            .withHint(
                "Use CREATE SOURCE … FROM LOAD GENERATOR AUCTION or TPCH, or a table that tests"
                    + " fill with INSERT or COPY and that has the columns of the source's table.");
      }
      throw tokens.expected("one of KAFKA or POSTGRES or SQL or MYSQL or LOAD");
    }
    tokens.expect("GENERATOR");
    String generator =
        tokens.expectOneOf("CLOCK", "COUNTER", "MARKETING", "AUCTION", "TPCH", "DATUMS", "KEY");
    if (generator.equals("KEY")) {
      tokens.expect("VALUE");
      generator = "KEY VALUE";
    }
    List<Option> generatorOptions =
        grammar.options.optionallyParenthesized(OptionNames.LOAD_GENERATOR);
    boolean allTables = false;
    if (tokens.accept("FOR")) {
      if (tokens.atAny("TABLES", "SCHEMAS")) {
        throw SqlException.unsupported("a source FOR some tables");
      }
      tokens.expect("ALL", "TABLES");
      allTables = true;
    }
    ObjectName progress = tokens.accept("EXPOSE", "PROGRESS", "AS") ? grammar.names.item() : null;
    List<Option> options = grammar.options.with(OptionNames.SOURCE);
    return new CreateStatement.CreateLoadGenerator(
        name, cluster, ifNotExists, generator, generatorOptions, allTables, progress, options);
  }

  CreateStatement subsource() {
    CreateStatement.CreateSubsource shape = grammar.tables.subsource();
    ObjectName source = tokens.accept("OF", "SOURCE") ? grammar.names.item() : null;
    return new CreateStatement.CreateSubsource(
        shape.name(),
        shape.columns(),
        shape.constraints(),
        source,
        grammar.options.with(OptionNames.SUBSOURCE));
  }

  CreateStatement connection() {
    boolean ifNotExists = grammar.creates.ifNotExists();
    ObjectName name = grammar.names.item();
    tokens.expectOneOf("TO", "FOR");
    String type =
        tokens.expectOneOf(
            "AWS", "KAFKA", "CONFLUENT", "POSTGRES", "SSH", "SQL", "MYSQL", "ICEBERG");
    if (type.equals("CONFLUENT")) {
      tokens.expect("SCHEMA", "REGISTRY");
      type = "CONFLUENT SCHEMA REGISTRY";
    } else if (!type.equals("KAFKA")) {
      throw SqlException.unsupported("a connection to " + type);
    }
    List<Option> options = grammar.options.parenthesized(OptionNames.CONNECTION);
    List<Option> with = grammar.options.with(OptionNames.CREATE_CONNECTION);
    return new CreateStatement.CreateConnection(name, ifNotExists, type, options, with);
  }
}
