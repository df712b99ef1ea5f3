package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.lines;
import static dev.verdigris.engine.sql.Doc.text;

import dev.verdigris.engine.sql.CreateStatement.Format;
import dev.verdigris.engine.sql.CreateStatement.SinkFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes CREATE of sources, sinks and connections. */
final class PipePrinter {
  private final Printers printers;
  private final NamePrinter names;

  PipePrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  /** One of the three, or null for anything else. */
  @Nullable Doc pipe(CreateStatement create) {
    if (create instanceof CreateStatement.CreateSink sink) {
      return sink(sink);
    }
    if (create instanceof CreateStatement.CreateLoadGenerator source) {
      return source(source);
    }
    if (create instanceof CreateStatement.CreateSubsource subsource) {
      return printers.creates.subsource(subsource);
    }
    return create instanceof CreateStatement.CreateConnection connection
        ? connection(connection)
        : null;
  }

  private Doc sink(CreateStatement.CreateSink sink) {
    List<Doc> parts = new ArrayList<>();
    String name = sink.name() == null ? "" : " " + names.item(sink.name());
    parts.add(text("CREATE SINK" + (sink.ifNotExists() ? " IF NOT EXISTS" : "") + name));
    printers.creates.addCluster(sink.cluster(), parts);
    parts.add(text("FROM " + names.item(sink.from())));
    parts.add(into(sink));
    if (sink.format() != null) {
      parts.add(format(sink.format()));
    }
    if (sink.envelope() != null) {
      parts.add(text("ENVELOPE " + sink.envelope()));
    }
    printers.creates.addWith(sink.options(), parts);
    return lines(parts);
  }

  private Doc into(CreateStatement.CreateSink sink) {
    String connection = "INTO KAFKA CONNECTION " + names.item(sink.connection());
    Doc options =
        sink.connectionOptions().isEmpty()
            ? text("")
            : printers.options.parenthesized(" ", sink.connectionOptions());
    String key = "";
    if (sink.key() != null) {
      key =
          " KEY ("
              + names.idents(sink.key().columns())
              + ")"
              + (sink.key().notEnforced() ? " NOT ENFORCED" : "");
    }
    String headers = sink.headers() == null ? "" : " HEADERS " + names.ident(sink.headers());
    return concat(text(connection), options, text(key + headers));
  }

  private Doc format(SinkFormat format) {
    Format key = format.key();
    return key == null
        ? concat(text("FORMAT "), format(format.value()))
        : concat(text("KEY FORMAT "), format(key), text(" VALUE FORMAT "), format(format.value()));
  }

  private Doc format(Format format) {
    if (format instanceof Format.Avro avro) {
      String registry =
          "AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION " + names.item(avro.registry());
      return avro.options().isEmpty()
          ? text(registry)
          : concat(text(registry), printers.options.parenthesized(" ", avro.options()));
    }
    return text(((Format.Simple) format).name());
  }

  private Doc source(CreateStatement.CreateLoadGenerator source) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        text(
            "CREATE SOURCE "
                + CreatePrinter.ifNot(source.ifNotExists())
                + names.item(source.name())));
    printers.creates.addCluster(source.cluster(), parts);
    String generator = "FROM LOAD GENERATOR " + source.generator();
    parts.add(
        source.generatorOptions().isEmpty()
            ? text(generator)
            : concat(
                text(generator), printers.options.parenthesized(" ", source.generatorOptions())));
    if (source.allTables()) {
      parts.add(text("FOR ALL TABLES"));
    }
    if (source.progress() != null) {
      parts.add(text("EXPOSE PROGRESS AS " + names.item(source.progress())));
    }
    printers.creates.addWith(source.options(), parts);
    return lines(parts);
  }

  private Doc connection(CreateStatement.CreateConnection connection) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        text(
            "CREATE CONNECTION "
                + CreatePrinter.ifNot(connection.ifNotExists())
                + names.item(connection.name())));
    parts.add(
        concat(
            text("TO " + connection.type()),
            printers.options.parenthesized(" ", connection.options())));
    printers.creates.addWith(connection.withOptions(), parts);
    return lines(parts);
  }
}
