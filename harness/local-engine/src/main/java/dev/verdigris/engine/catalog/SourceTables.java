package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.CreateTable;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.TypeName;
import java.util.ArrayList;
import java.util.List;

/** The columns of one output of a source, as definitions, as the catalog's and in PostgreSQL. */
final class SourceTables {
  private final List<Definitions.DefinedColumn> defined = new ArrayList<>();

  SourceTables(Change change, LoadGeneratorShape.Output output) {
    for (ColumnDefinition column : output.table().columns()) {
      defined.add(change.services.definitions().column(column, change.base, change.session));
    }
  }

  /** The columns as they stand in a stored statement. */
  List<ColumnDefinition> stored() {
    return defined.stream().map(Definitions.DefinedColumn::resolved).toList();
  }

  List<Column> columns() {
    return defined.stream()
        .map(Definitions.DefinedColumn::column)
        .map(c -> new Column(c.name(), c.type(), c.nullable(), null))
        .toList();
  }

  /** Which output it is, as the server notes it. */
  static Option details(LoadGeneratorShape.Output output) {
    return new Option(
        "DETAILS", new Option.Value.Literal(new Expr.StringLiteral(output.details())));
  }

  /** A type of the server's own, as it stands in a stored statement. */
  static TypeName type(Change change, String name) {
    CreateTable table = (CreateTable) Parser.parse("CREATE TABLE t (c " + name + ")").get(0);
    return change
        .services
        .definitions()
        .column(table.columns().get(0), change.base, change.session)
        .resolved()
        .type();
  }

  /** What makes it in PostgreSQL; rows go away by their first column, so that is indexed. */
  static List<String> create(ItemId id, List<Column> columns, ItemFacts facts) {
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      definitions.add(
          "c"
              + (i + 1)
              + " "
              + columns.get(i).type().postgres()
              + (columns.get(i).nullable() ? "" : " NOT NULL"));
    }
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE " + Physical.name(id) + " (" + String.join(", ", definitions) + ")");
    if (facts instanceof ItemFacts.Export) {
      statements.add("CREATE INDEX ON " + Physical.name(id) + " (c1)");
    }
    return statements;
  }
}
