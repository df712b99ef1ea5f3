package dev.verdigris.engine.sql;

/**
 * Writes SQL the way Materialize stores and shows it. What is written is what stands in the tree:
 * names are resolved, and written in full, only if they were resolved before; see {@link
 * NameRewriter}.
 */
public final class Printer {
  /** Columns of a line of SHOW CREATE. */
  private static final int WIDTH = 100;

  private Printer() {}

  /** A statement on one line, without a {@code ;}: with {@link SqlStyle#STORED}, its create_sql. */
  public static String print(Statement statement, SqlStyle style) {
    return Doc.flat(new Printers(style).statements.statement(statement));
  }

  /** A query on one line, without a {@code ;}. */
  public static String print(Query query, SqlStyle style) {
    return Doc.flat(new Printers(style).queries.query(query));
  }

  /** An expression on one line. */
  public static String print(Expr expr, SqlStyle style) {
    return Doc.flat(new Printers(style).exprs.expr(expr));
  }

  /** A type. */
  public static String print(TypeName type, SqlStyle style) {
    return new NamePrinter(style).type(type);
  }

  /** A name, with its id if it has one and the style shows it. */
  public static String print(ObjectName name, SqlStyle style) {
    return new NamePrinter(style).item(name);
  }

  /**
   * A statement as SHOW CREATE shows it: names without ids and without needless quotes, lines of up
   * to 100 columns where that is possible, and a {@code ;}; not the time that a materialized view's
   * data begin at. Clusters must have their names.
   */
  public static String showCreate(Statement statement) {
    Doc doc = new Printers(SqlStyle.SHOWN).statements.statement(withoutTime(statement));
    return Doc.render(Doc.concat(doc, Doc.text(";")), WIDTH);
  }

  private static Statement withoutTime(Statement statement) {
    return statement instanceof CreateStatement.CreateMaterializedView view
        ? new CreateStatement.CreateMaterializedView(
            view.name(),
            view.columns(),
            view.cluster(),
            view.query(),
            view.ifExists(),
            view.options(),
            null)
        : statement;
  }
}
