package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.bracketed;
import static dev.verdigris.engine.sql.Doc.commas;
import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.group;
import static dev.verdigris.engine.sql.Doc.hanging;
import static dev.verdigris.engine.sql.Doc.line;
import static dev.verdigris.engine.sql.Doc.lines;
import static dev.verdigris.engine.sql.Doc.nest;
import static dev.verdigris.engine.sql.Doc.text;
import static dev.verdigris.engine.sql.Doc.titled;

import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.ColumnOption;
import dev.verdigris.engine.sql.CreateStatement.IfExists;
import dev.verdigris.engine.sql.CreateStatement.TableConstraint;
import dev.verdigris.engine.sql.CreateStatement.TypeDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes CREATE, but of sinks, sources and connections, which are {@link PipePrinter}'s. */
final class CreatePrinter {
  private final Printers printers;
  private final NamePrinter names;

  CreatePrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  Doc create(CreateStatement create) {
    if (create instanceof CreateStatement.CreateView view) {
      return view(view);
    }
    if (create instanceof CreateStatement.CreateMaterializedView view) {
      return materializedView(view);
    }
    if (create instanceof CreateStatement.CreateTable table) {
      return table(table);
    }
    if (create instanceof CreateStatement.CreateTableFromSource table) {
      return tableFromSource(table);
    }
    if (create instanceof CreateStatement.CreateIndex index) {
      return index(index);
    }
    if (create instanceof CreateStatement.CreateCluster cluster) {
      return concat(
          text("CREATE CLUSTER " + names.ident(cluster.name())),
          printers.options.parenthesized(" ", cluster.options()));
    }
    if (create instanceof CreateStatement.CreateClusterReplica replica) {
      String name = names.ident(replica.cluster()) + "." + names.ident(replica.name());
      return concat(
          text("CREATE CLUSTER REPLICA " + name),
          printers.options.parenthesized(" ", replica.options()));
    }
    if (create instanceof CreateStatement.CreateType type) {
      return type(type);
    }
    Doc pipe = printers.pipes.pipe(create);
    return pipe == null ? text(simple(create)) : pipe;
  }

  private String simple(CreateStatement create) {
    if (create instanceof CreateStatement.CreateDatabase database) {
      return "CREATE DATABASE " + ifNot(database.ifNotExists()) + names.ident(database.name());
    }
    if (create instanceof CreateStatement.CreateSchema schema) {
      return "CREATE SCHEMA " + ifNot(schema.ifNotExists()) + names.item(schema.name());
    }
    if (create instanceof CreateStatement.CreateSecret secret) {
      String value = Doc.flat(printers.exprs.expr(secret.value()));
      return "CREATE SECRET "
          + ifNot(secret.ifNotExists())
          + names.item(secret.name())
          + " AS "
          + value;
    }
    CreateStatement.CreateRole role = (CreateStatement.CreateRole) create;
    String options = role.options().isEmpty() ? "" : " " + String.join(" ", role.options());
    return "CREATE ROLE " + names.ident(role.name()) + options;
  }

  static String ifNot(boolean ifNotExists) {
    return ifNotExists ? "IF NOT EXISTS " : "";
  }

  private Doc view(CreateStatement.CreateView view) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        text(
            "CREATE "
                + orReplace(view.ifExists())
                + (view.temporary() ? "TEMPORARY " : "")
                + "VIEW"
                + (view.ifExists() == IfExists.SKIP ? " IF NOT EXISTS" : "")));
    parts.add(text(names.item(view.name())));
    addColumns(view.columns(), parts);
    parts.add(titled("AS", printers.queries.query(view.query())));
    return hanging(parts);
  }

  private static String orReplace(IfExists ifExists) {
    return ifExists == IfExists.REPLACE ? "OR REPLACE " : "";
  }

  private void addColumns(List<Ident> columns, List<Doc> parts) {
    if (!columns.isEmpty()) {
      List<Doc> docs = columns.stream().map(c -> text(names.ident(c))).toList();
      parts.add(bracketed("(", commas(docs), ")"));
    }
  }

  private Doc materializedView(CreateStatement.CreateMaterializedView view) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        text(
            "CREATE "
                + orReplace(view.ifExists())
                + "MATERIALIZED VIEW "
                + ifNot(view.ifExists() == IfExists.SKIP)
                + names.item(view.name())));
    addColumns(view.columns(), parts);
    addCluster(view.cluster(), parts);
    addWith(view.options(), parts);
    parts.add(titled("AS", printers.queries.query(view.query())));
    if (view.asOf() != null) {
      parts.add(text("AS OF " + view.asOf()));
    }
    return hanging(parts);
  }

  void addCluster(@Nullable ClusterName cluster, List<Doc> parts) {
    if (cluster != null) {
      parts.add(text("IN CLUSTER " + names.cluster(cluster)));
    }
  }

  void addWith(List<Option> options, List<Doc> parts) {
    if (!options.isEmpty()) {
      parts.add(printers.options.parenthesized("WITH ", options));
    }
  }

  private Doc index(CreateStatement.CreateIndex index) {
    List<Doc> parts = new ArrayList<>();
    String kind = index.keys() == null ? "CREATE DEFAULT INDEX" : "CREATE INDEX";
    String name = index.name() == null ? "" : " " + names.ident(index.name());
    parts.add(text(kind + (index.ifNotExists() ? " IF NOT EXISTS" : "") + name));
    addCluster(index.cluster(), parts);
    Doc on = text("ON " + names.item(index.on()));
    if (index.keys() == null) {
      parts.add(on);
    } else {
      Doc keys =
          index.keys().isEmpty()
              ? text("()")
              : bracketed("(", commas(printers.exprs.exprs(index.keys())), ")");
      parts.add(concat(on, text(" "), keys));
    }
    addWith(index.options(), parts);
    return lines(parts);
  }

  private Doc table(CreateStatement.CreateTable table) {
    String title =
        "CREATE " + (table.temporary() ? "TEMPORARY " : "") + "TABLE" + skip(table.ifNotExists());
    Doc name = text(names.item(table.name()));
    List<Doc> parts = new ArrayList<>();
    parts.add(titled(title, columns(name, table.columns(), table.constraints())));
    addWith(table.options(), parts);
    return lines(parts);
  }

  private static String skip(boolean ifNotExists) {
    return ifNotExists ? " IF NOT EXISTS" : "";
  }

  private Doc columns(Doc name, List<ColumnDefinition> columns, List<TableConstraint> constraints) {
    List<Doc> entries = new ArrayList<>();
    columns.forEach(column -> entries.add(text(column(column))));
    constraints.forEach(constraint -> entries.add(text(constraint(constraint))));
    Doc list = entries.isEmpty() ? text("()") : bracketed("(", commas(entries), ")");
    return group(nest(concat(name, line(), list)));
  }

  private Doc tableFromSource(CreateStatement.CreateTableFromSource table) {
    String title = "CREATE TABLE" + skip(table.ifNotExists());
    Doc name = text(names.item(table.name()));
    boolean bare = table.columns().isEmpty() && table.constraints().isEmpty();
    List<Doc> parts = new ArrayList<>();
    parts.add(titled(title, bare ? name : columns(name, table.columns(), table.constraints())));
    String reference =
        table.reference() == null ? "" : " (REFERENCE = " + names.item(table.reference()) + ")";
    parts.add(text("FROM SOURCE " + names.item(table.source()) + reference));
    addWith(table.options(), parts);
    return lines(parts);
  }

  Doc subsource(CreateStatement.CreateSubsource subsource) {
    Doc name = text(names.item(subsource.name()));
    List<Doc> parts = new ArrayList<>();
    parts.add(
        titled("CREATE SUBSOURCE", columns(name, subsource.columns(), subsource.constraints())));
    if (subsource.source() != null) {
      parts.add(text("OF SOURCE " + names.item(subsource.source())));
    }
    addWith(subsource.options(), parts);
    return lines(parts);
  }

  String column(ColumnDefinition column) {
    StringBuilder text = new StringBuilder(names.ident(column.name()));
    text.append(' ').append(names.type(column.type()));
    if (column.collation() != null) {
      text.append(" COLLATE ").append(names.item(column.collation()));
    }
    column.options().forEach(option -> text.append(' ').append(option(option)));
    return text.toString();
  }

  private String option(ColumnOption option) {
    String name = constraintName(option.name());
    if (option instanceof ColumnOption.NotNull) {
      return name + "NOT NULL";
    }
    if (option instanceof ColumnOption.NullAllowed) {
      return name + "NULL";
    }
    if (option instanceof ColumnOption.Default value) {
      return name + "DEFAULT " + expr(value.value());
    }
    if (option instanceof ColumnOption.Unique unique) {
      return name + unique(unique.primary());
    }
    if (option instanceof ColumnOption.References references) {
      String columns =
          references.columns().isEmpty() ? "" : " (" + names.idents(references.columns()) + ")";
      return name + "REFERENCES " + names.item(references.table()) + columns;
    }
    return name + "CHECK (" + expr(((ColumnOption.Check) option).expr()) + ")";
  }

  private String constraint(TableConstraint constraint) {
    String name = constraintName(constraint.name());
    if (constraint instanceof TableConstraint.Unique unique) {
      return name + unique(unique.primary()) + " (" + names.idents(unique.columns()) + ")";
    }
    if (constraint instanceof TableConstraint.ForeignKey key) {
      return name
          + "FOREIGN KEY ("
          + names.idents(key.columns())
          + ") REFERENCES "
          + names.item(key.table())
          + " ("
          + names.idents(key.referenced())
          + ")";
    }
    return name + "CHECK (" + expr(((TableConstraint.Check) constraint).expr()) + ")";
  }

  private String constraintName(@Nullable Ident name) {
    return name == null ? "" : "CONSTRAINT " + names.ident(name) + " ";
  }

  private static String unique(boolean primary) {
    return primary ? "PRIMARY KEY" : "UNIQUE";
  }

  private String expr(Expr expr) {
    return Doc.flat(printers.exprs.expr(expr));
  }

  private Doc type(CreateStatement.CreateType type) {
    String start = "CREATE TYPE " + names.item(type.name()) + " AS ";
    if (type.definition() instanceof TypeDefinition.ListType list) {
      return options(start + "LIST ", list.options());
    }
    if (type.definition() instanceof TypeDefinition.MapType map) {
      return options(start + "MAP ", map.options());
    }
    TypeDefinition.RecordType rec = (TypeDefinition.RecordType) type.definition();
    return bracketed(
        start + "(", commas(rec.columns().stream().map(c -> text(column(c))).toList()), ")");
  }

  private Doc options(String start, List<CreateStatement.TypeOption> options) {
    List<Doc> docs =
        options.stream().map(o -> text(o.name() + " = " + names.type(o.type()))).toList();
    return bracketed(start + "(", commas(docs), ")");
  }
}
