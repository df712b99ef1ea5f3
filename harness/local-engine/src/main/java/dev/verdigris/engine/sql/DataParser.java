package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.DataStatement.AsOf;
import dev.verdigris.engine.sql.DataStatement.CopyRelation;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.DataStatement.Subscribe;
import dev.verdigris.engine.sql.DataStatement.SubscribeOutput;
import dev.verdigris.engine.sql.DataStatement.SubscribeRelation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads statements that read or write rows. */
final class DataParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  DataParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  SelectStatement select() {
    Query query = grammar.queries.query();
    return new SelectStatement(query, asOf());
  }

  /** A select that opens with a parenthesis: it takes no time. */
  SelectStatement parenthesizedSelect() {
    return new SelectStatement(grammar.queries.query(), null);
  }

  private @Nullable AsOf asOf() {
    if (!tokens.accept("AS", "OF")) {
      return null;
    }
    boolean atLeast = tokens.accept("AT", "LEAST");
    return new AsOf(atLeast, grammar.exprs.expr());
  }

  DataStatement insert() {
    tokens.expect("INTO");
    ObjectName table = grammar.names.item();
    boolean query =
        tokens.atSymbol("(")
            && (tokens.atSymbol(1, "(") || tokens.at(1, "SELECT") || tokens.at(1, "WITH"));
    List<Ident> columns = query ? List.of() : grammar.names.optionalColumns();
    Query source = null;
    if (!tokens.accept("DEFAULT", "VALUES")) {
      source = grammar.queries.query();
    }
    List<Query.SelectItem> returning =
        tokens.accept("RETURNING")
            ? grammar.names.commaSeparated(grammar.queries::item)
            : List.of();
    return new DataStatement.Insert(table, columns, source, returning);
  }

  DataStatement update() {
    ObjectName table = grammar.names.item();
    Query.Alias alias = grammar.froms.tableAlias();
    tokens.expect("SET");
    List<DataStatement.Assignment> assignments =
        grammar.names.commaSeparated(
            () -> {
              Ident column = grammar.names.identifier();
              tokens.expectSymbol("=");
              return new DataStatement.Assignment(column, grammar.exprs.expr());
            });
    return new DataStatement.Update(table, alias, assignments, where());
  }

  DataStatement delete() {
    tokens.expect("FROM");
    ObjectName table = grammar.names.item();
    Query.Alias alias = grammar.froms.tableAlias();
    List<Query.From> using =
        tokens.accept("USING") ? grammar.names.commaSeparated(grammar.froms::from) : List.of();
    return new DataStatement.Delete(table, alias, using, where());
  }

  private @Nullable Expr where() {
    return tokens.accept("WHERE") ? grammar.exprs.expr() : null;
  }

  DataStatement copy() {
    CopyRelation relation;
    boolean to = true;
    if (tokens.acceptSymbol("(")) {
      relation =
          tokens.accept("SUBSCRIBE")
              ? new CopyRelation.CopySubscribe(subscribe())
              : new CopyRelation.CopyQuery(select());
      tokens.expectSymbol(")");
      tokens.expect("TO");
    } else {
      relation = new CopyRelation.CopyTable(grammar.names.item(), grammar.names.optionalColumns());
      to = tokens.expectOneOf("FROM", "TO").equals("TO");
    }
    Expr target = tokens.accept(to ? "STDOUT" : "STDIN") ? null : grammar.exprs.expr();
    boolean with = tokens.accept("WITH");
    List<Option> options =
        with || tokens.atSymbol("(") ? grammar.options.parenthesized(OptionNames.COPY) : List.of();
    return new DataStatement.Copy(relation, to, target, options);
  }

  Subscribe subscribe() {
    tokens.accept("TO");
    SubscribeRelation relation;
    if (tokens.acceptSymbol("(")) {
      relation = new SubscribeRelation.ToQuery(grammar.queries.query());
      tokens.expectSymbol(")");
    } else {
      relation = new SubscribeRelation.ToRelation(grammar.names.item());
    }
    SubscribeOutput output = output();
    List<Option> options = grammar.options.with(OptionNames.SUBSCRIBE);
    AsOf asOf = asOf();
    Expr upTo = tokens.accept("UP", "TO") ? grammar.exprs.expr() : null;
    // Materialize takes the form of the output at the end as well.
    return new Subscribe(relation, options, asOf, upTo, output == null ? output() : output);
  }

  private @Nullable SubscribeOutput output() {
    if (tokens.accept("ENVELOPE")) {
      boolean upsert = tokens.expectOneOf("UPSERT", "DEBEZIUM").equals("UPSERT");
      tokens.expectSymbol("(");
      tokens.expect("KEY");
      List<Ident> key = grammar.names.columns();
      tokens.expectSymbol(")");
      return upsert
          ? new SubscribeOutput.UpsertOutput(key)
          : new SubscribeOutput.DebeziumOutput(key);
    }
    if (tokens.accept("WITHIN")) {
      tokens.expect("TIMESTAMP");
      if (!tokens.at("ORDER")) {
        throw tokens.expected("ORDER");
      }
      return new SubscribeOutput.WithinTimestamp(grammar.queries.optionalOrderBy());
    }
    return null;
  }
}
