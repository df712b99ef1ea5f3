package dev.verdigris.validations.models;

import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.execute.Session;
import dev.verdigris.project.Model;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.Reference;
import dev.verdigris.project.ScratchNames;
import dev.verdigris.validations.table.TextTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models of the project on rows that a test gives them. What a model reads is a table with the
 * given rows, or another model that is built in the same way; what is neither is an error with its
 * name, so that no test reads production by accident. Everything stands in scratch schemas of this
 * test alone, which are dropped behind it; models are plain views there, since what a view answers
 * does not depend on whether it is materialized.
 *
 * <p>All methods throw {@link VerdigrisException} VG-2850 to VG-2857 for what does not fit. Not for
 * use by several threads.
 */
public final class Models implements AutoCloseable {
  private final ModelServer server;
  private final ScratchNames names;
  private final Map<QualifiedName, TextTable> given = new LinkedHashMap<>();
  private final Set<QualifiedName> schemas = new LinkedHashSet<>();
  private final Set<QualifiedName> built = new HashSet<>();
  private final Session session;
  private @Nullable Instant now;
  private @Nullable ModelProject project;

  Models(ModelServer server) {
    this.server = server;
    this.names = new ScratchNames("unit_" + UUID.randomUUID().toString().substring(0, 8) + "_");
    this.session = server.sessions().open("unit");
  }

  /**
   * Gives a relation its rows, as a table in a text; {@link TextTable} says how to write one.
   *
   * <pre>
   * models.given(
   *     "raw.flights",
   *     """
   *     origin | delay_minutes
   *     SEA    | -5
   *     """);
   * </pre>
   *
   * <p>Columns that are not named are null. Types are those of the relation of this name on the
   * server; where there is none, each column says its own: {@code origin:text}.
   *
   * @param relation a relation that a model reads, as models name it: {@code raw.flights}; or a
   *     model, which is not built then
   */
  public Models given(String relation, String table) {
    return given(relation, TextTable.parse(table));
  }

  /** Gives a relation its rows. */
  public Models given(String relation, TextTable table) {
    QualifiedName name = server.name(relation);
    if (!built.isEmpty()) {
      throw ModelProblems.tooLate(relation).exception();
    }
    if (given.put(name, table) != null) {
      throw ModelProblems.givenTwice(relation).exception();
    }
    project = null;
    return this;
  }

  /**
   * Gives a relation its rows, each as values by column; their {@code toString} is what SQL reads.
   *
   * <pre>
   * models.given("raw.flights", Map.of("origin", "SEA", "delay_minutes", -5));
   * </pre>
   *
   * @param rows at least one; columns that a row does not name are null in it
   */
  @SafeVarargs
  public final Models given(String relation, Map<String, ?>... rows) {
    Set<String> columns = new TreeSet<>();
    for (Map<String, ?> row : rows) {
      columns.addAll(row.keySet());
    }
    if (columns.isEmpty()) {
      throw ModelProblems.withoutColumns(relation).exception();
    }
    List<String> order = List.copyOf(columns);
    List<List<@Nullable String>> values = new ArrayList<>();
    for (Map<String, ?> row : rows) {
      List<@Nullable String> line = new ArrayList<>();
      for (String column : order) {
        Object value = row.get(column);
        line.add(value == null ? null : value.toString());
      }
      values.add(Collections.unmodifiableList(line));
    }
    return given(relation, new TextTable(order, Collections.nCopies(order.size(), ""), values));
  }

  /** Gives a relation the rows of a CSV file; a relative path starts at the configuration file. */
  public Models givenCsv(String relation, String file) {
    Path path = server.config().baseDirectory().resolve(file);
    return given(relation, TextTable.csv(path));
  }

  /** Gives a relation no rows. It has to be on the server, which tells its columns. */
  public Models givenNothing(String relation) {
    return given(relation, new TextTable(List.of(), List.of(), List.of()));
  }

  /**
   * Sets what {@code mz_now()} means in the models. It is written into their text, so it works on
   * every server.
   */
  public Models at(Instant time) {
    now = time;
    return this;
  }

  /**
   * A model on the given rows, with the models that it reads.
   *
   * @param model as models name it: {@code flights.delay_by_airport}
   */
  public Relation relation(String model) {
    QualifiedName name = server.name(model);
    try {
      build(name, model);
      QualifiedName scratch = names.of(name);
      CatalogReader.Found found =
          CatalogReader.relation(session, scratch.database(), scratch.schema(), scratch.name())
              .orElseThrow(() -> new IllegalStateException(scratch + " is gone"));
      return Relation.apart(
          "scratch",
          name.toString(),
          found.id(),
          found.kind(),
          scratch.sql(),
          found.columns(),
          () -> server.sessions().connection("unit"));
    } catch (SQLException e) {
      throw ModelProblems.unreadable(model, e).exception(e);
    }
  }

  private void build(QualifiedName name, String reader) throws SQLException {
    if (built.contains(name)) {
      return;
    }
    ModelProject models = project();
    Optional<Model> model = models.model(name);
    TextTable table = given.get(name);
    if (table != null) {
      table(name, table);
    } else if (model.isPresent()) {
      for (Reference reference : model.get().references()) {
        build(reference.name(), name.toString());
      }
      schema(name);
      create(model.get());
    } else if (name.toString().equals(reader)) {
      throw ModelProblems.noModel(reader, models.names()).exception();
    } else {
      throw ModelProblems.notGiven(name, reader).exception();
    }
    built.add(name);
  }

  /** The project, bound to what is given and to what the server has. */
  private ModelProject project() throws SQLException {
    ModelProject bound = project;
    if (bound == null) {
      bound = ModelProject.of(server, given.keySet(), session);
      for (QualifiedName name : given.keySet()) {
        if (!bound.mentions(name)) {
          throw ModelProblems.nobodyReads(name, bound.mentioned()).exception();
        }
      }
      project = bound;
    }
    return bound;
  }

  private void create(Model model) {
    String sql = model.asView(names, now);
    try {
      session.execute(sql);
    } catch (SQLException e) {
      throw ModelProblems.refused(model, sql, e).exception(e);
    }
  }

  private void table(QualifiedName name, TextTable table) throws SQLException {
    List<Column> columns = columns(name, table);
    schema(name);
    String scratch = names.of(name).sql();
    session.execute(
        "CREATE TABLE "
            + scratch
            + columns.stream()
                .map(column -> Identifiers.quote(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", " (", ")")));
    if (table.rows().isEmpty()) {
      return;
    }
    Map<String, String> types =
        columns.stream().collect(Collectors.toMap(Column::name, Column::type));
    String rows =
        table.rows().stream()
            .map(row -> values(table.columns(), row, types))
            .collect(Collectors.joining(", "));
    try {
      session.execute(
          "INSERT INTO "
              + scratch
              + table.columns().stream()
                  .map(Identifiers::quote)
                  .collect(Collectors.joining(", ", " (", ")"))
              + " VALUES "
              + rows);
    } catch (SQLException e) {
      throw ModelProblems.badRows(name, e).exception(e);
    }
  }

  private static String values(
      List<String> columns, List<@Nullable String> row, Map<String, String> types) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String value = row.get(i);
      String literal = value == null ? "NULL" : Identifiers.literal(value);
      values.add(literal + "::" + types.get(columns.get(i)));
    }
    return values.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  /** Those of the relation on the server, or those that the table says itself. */
  private List<Column> columns(QualifiedName name, TextTable table) throws SQLException {
    List<Column> known =
        CatalogReader.relation(session, name.database(), name.schema(), name.name())
            .map(CatalogReader.Found::columns)
            .orElse(List.of());
    Set<String> knownNames = known.stream().map(Column::name).collect(Collectors.toSet());
    List<Column> written = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String column = table.columns().get(i);
      String type = table.types().get(i);
      if (known.isEmpty() && type.isEmpty()) {
        throw ModelProblems.noType(name, column).exception();
      }
      if (!known.isEmpty() && !knownNames.contains(column)) {
        throw ModelProblems.noColumn(name, column, knownNames).exception();
      }
      if (!type.isEmpty()) {
        written.add(new Column(column, type, true));
      }
    }
    if (known.isEmpty() && written.isEmpty()) {
      throw ModelProblems.noColumns(name).exception();
    }
    Set<String> writtenNames = written.stream().map(Column::name).collect(Collectors.toSet());
    return Stream.concat(
            known.stream().filter(column -> !writtenNames.contains(column.name())),
            written.stream())
        .toList();
  }

  private void schema(QualifiedName of) throws SQLException {
    QualifiedName schema = new QualifiedName(of.database(), names.of(of.schema()), "");
    if (schemas.add(schema)) {
      session.execute("CREATE SCHEMA " + sql(schema));
    }
  }

  private static String sql(QualifiedName schema) {
    return Identifiers.qualified(schema.database(), schema.schema());
  }

  /** Drops the scratch schemas; nothing of them is ever read by anything but this test. */
  @Override
  public void close() throws SQLException {
    try (session) {
      for (QualifiedName schema : schemas) {
        session.execute("DROP SCHEMA " + sql(schema) + " CASCADE");
      }
    }
  }
}
