package dev.verdigris.engine.sql;

/**
 * The printers of one style: each knows its family of the language, and the others through this.
 */
final class Printers {
  final SqlStyle style;
  final NamePrinter names;
  final ExprPrinter exprs;
  final OptionPrinter options;
  final QueryPrinter queries;
  final CreatePrinter creates;
  final PipePrinter pipes;
  final DataPrinter data;
  final StatementPrinter statements;
  final SessionPrinter sessions;

  Printers(SqlStyle style) {
    this.style = style;
    names = new NamePrinter(style);
    exprs = new ExprPrinter(this);
    options = new OptionPrinter(this);
    queries = new QueryPrinter(this);
    creates = new CreatePrinter(this);
    pipes = new PipePrinter(this);
    data = new DataPrinter(this);
    statements = new StatementPrinter(this);
    sessions = new SessionPrinter(this);
  }
}
