package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.ColumnOption;
import dev.verdigris.engine.sql.CreateStatement.TableConstraint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CREATE TABLE and the columns of it. */
final class TableParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  TableParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  private record Columns(List<ColumnDefinition> columns, List<TableConstraint> constraints) {}

  CreateStatement table(boolean temporary) {
    boolean ifNotExists = grammar.creates.ifNotExists();
    ObjectName name = grammar.names.item();
    Columns columns = new Columns(List.of(), List.of());
    if (!tokens.accept("FROM", "SOURCE")) {
      columns = columns();
      if (!tokens.accept("FROM", "SOURCE")) {
        return new CreateStatement.CreateTable(
            name,
            columns.columns(),
            columns.constraints(),
            ifNotExists,
            temporary,
            grammar.options.with(OptionNames.TABLE));
      }
    }
    return fromSource(name, columns, ifNotExists);
  }

  /** A subsource's name and columns, which look like a table's. */
  CreateStatement.CreateSubsource subsource() {
    ObjectName name = grammar.names.item();
    Columns columns = columns();
    return new CreateStatement.CreateSubsource(
        name, columns.columns(), columns.constraints(), null, List.of());
  }

  private CreateStatement fromSource(ObjectName name, Columns columns, boolean ifNotExists) {
    ObjectName source = grammar.names.item();
    ObjectName reference = null;
    if (tokens.acceptSymbol("(")) {
      tokens.expect("REFERENCE");
      tokens.acceptSymbol("=");
      reference = grammar.names.name();
      tokens.expectSymbol(")");
    }
    return new CreateStatement.CreateTableFromSource(
        name,
        columns.columns(),
        columns.constraints(),
        ifNotExists,
        source,
        reference,
        grammar.options.with(OptionNames.TABLE_FROM_SOURCE));
  }

  private Columns columns() {
    if (!tokens.acceptSymbol("(")) {
      throw tokens.expected("a list of columns in parentheses");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    List<TableConstraint> constraints = new ArrayList<>();
    while (!tokens.atSymbol(")")) {
      TableConstraint constraint = constraint();
      if (constraint != null) {
        constraints.add(constraint);
      } else {
        columns.add(column());
      }
      if (!tokens.acceptSymbol(",")) {
        break;
      }
    }
    if (!tokens.acceptSymbol(")")) {
      throw tokens.expected("',' or ')' after column definition");
    }
    return new Columns(List.copyOf(columns), List.copyOf(constraints));
  }

  ColumnDefinition column() {
    if (!tokens.peek().isIdentifier()) {
      throw tokens.expected("column name or constraint definition");
    }
    Ident name = grammar.names.identifier();
    TypeName type = grammar.types.type();
    ObjectName collation = tokens.accept("COLLATE") ? grammar.names.item() : null;
    List<ColumnOption> options = new ArrayList<>();
    while (!tokens.atEnd()
        && !tokens.atSymbol(",")
        && !tokens.atSymbol(")")
        && !tokens.atSymbol(";")) {
      options.add(option());
    }
    return new ColumnDefinition(name, type, collation, List.copyOf(options));
  }

  private ColumnOption option() {
    Ident name = tokens.accept("CONSTRAINT") ? grammar.names.identifier() : null;
    if (tokens.accept("NOT", "NULL")) {
      return new ColumnOption.NotNull(name);
    }
    if (tokens.accept("NULL")) {
      return new ColumnOption.NullAllowed(name);
    }
    if (tokens.accept("DEFAULT")) {
      return new ColumnOption.Default(name, grammar.exprs.expr());
    }
    if (tokens.accept("PRIMARY", "KEY")) {
      return new ColumnOption.Unique(name, true);
    }
    if (tokens.accept("UNIQUE")) {
      return new ColumnOption.Unique(name, false);
    }
    if (tokens.accept("REFERENCES")) {
      return new ColumnOption.References(
          name, grammar.names.item(), grammar.names.optionalColumns());
    }
    if (tokens.accept("CHECK")) {
      return new ColumnOption.Check(name, inParentheses());
    }
    throw tokens.expected("column option");
  }

  private Expr inParentheses() {
    tokens.expectSymbol("(");
    Expr expr = grammar.exprs.expr();
    tokens.expectSymbol(")");
    return expr;
  }

  private @Nullable TableConstraint constraint() {
    boolean named = tokens.at("CONSTRAINT");
    boolean constraint =
        named
            || (tokens.at("PRIMARY") && tokens.at(1, "KEY"))
            || (tokens.at("UNIQUE") && tokens.atSymbol(1, "("))
            || (tokens.at("FOREIGN") && tokens.at(1, "KEY"))
            || (tokens.at("CHECK") && tokens.atSymbol(1, "("));
    if (!constraint) {
      return null;
    }
    Ident name = tokens.accept("CONSTRAINT") ? grammar.names.identifier() : null;
    return switch (tokens.expectOneOf("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
      case "PRIMARY" -> {
        tokens.expect("KEY");
        yield new TableConstraint.Unique(name, true, grammar.names.columns());
      }
      case "UNIQUE" -> new TableConstraint.Unique(name, false, grammar.names.columns());
      case "FOREIGN" -> {
        tokens.expect("KEY");
        List<Ident> columns = grammar.names.columns();
        tokens.expect("REFERENCES");
        ObjectName table = grammar.names.item();
        yield new TableConstraint.ForeignKey(name, columns, table, grammar.names.columns());
      }
      default -> new TableConstraint.Check(name, inParentheses());
    };
  }
}
