package dev.verdigris.engine.sql;

/** The parsers of one text: each knows its family of the language, and the others through this. */
final class Grammar {
  final TokenCursor tokens;
  final NameParser names;
  final TypeParser types;
  final OptionParser options;
  final ExprParser exprs;
  final LiteralParser literals;
  final ConstructorParser constructors;
  final CallParser calls;
  final QueryParser queries;
  final FromParser froms;
  final DataParser data;
  final ExplainParser explains;
  final SessionParser sessions;
  final ShowParser shows;
  final CreateParser creates;
  final TableParser tables;
  final PipeParser pipes;
  final AlterParser alters;
  final PrivilegeParser privileges;
  final StatementParser statements;

  Grammar(String text) {
    tokens = new TokenCursor(text);
    names = new NameParser(tokens);
    types = new TypeParser(tokens, names);
    options = new OptionParser(this);
    exprs = new ExprParser(this);
    literals = new LiteralParser(this);
    constructors = new ConstructorParser(this);
    calls = new CallParser(this);
    queries = new QueryParser(this);
    froms = new FromParser(this);
    data = new DataParser(this);
    explains = new ExplainParser(this);
    sessions = new SessionParser(this);
    shows = new ShowParser(this);
    creates = new CreateParser(this);
    tables = new TableParser(this);
    pipes = new PipeParser(this);
    alters = new AlterParser(this);
    privileges = new PrivilegeParser(this);
    statements = new StatementParser(this);
  }
}
