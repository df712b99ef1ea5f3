package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads statements by their first word, and scripts of them. */
final class StatementParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  StatementParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  List<ParsedStatement> script() {
    List<ParsedStatement> statements = new ArrayList<>();
    boolean delimited = true;
    while (true) {
      while (tokens.acceptSymbol(";")) {
        delimited = true;
      }
      if (tokens.atEnd()) {
        return List.copyOf(statements);
      }
      if (!delimited) {
        throw tokens.expected("end of statement");
      }
      statements.add(statement());
      delimited = false;
    }
  }

  ParsedStatement statement() {
    int start = tokens.peek().start();
    Statement statement = read();
    int end = tokens.endOfPrevious();
    return new ParsedStatement(statement, tokens.text(start, end), start, end);
  }

  private Statement read() {
    if (tokens.atSymbol("(")) {
      return grammar.data.parenthesizedSelect();
    }
    if (QueryParser.atQuery(tokens) && !tokens.at("SHOW")) {
      return grammar.data.select();
    }
    SqlToken first = tokens.peek();
    boolean keyword = first.kind() == Kind.WORD && Keywords.isKeyword(first.value());
    if (!keyword) {
      throw tokens.expected("a keyword at the beginning of a statement");
    }
    tokens.next();
    return switch (first.value()) {
      case "create" -> grammar.creates.create();
      case "alter" -> grammar.alters.alter();
      case "drop" -> grammar.alters.drop();
      case "comment" -> grammar.alters.comment();
      case "validate" -> grammar.alters.validate();
      case "grant" -> grammar.privileges.grant(true);
      case "revoke" -> grammar.privileges.grant(false);
      case "reassign" -> grammar.privileges.reassign();
      case "insert" -> grammar.data.insert();
      case "update" -> grammar.data.update();
      case "delete" -> grammar.data.delete();
      case "copy" -> grammar.data.copy();
      case "subscribe", "tail" -> grammar.data.subscribe();
      case "explain" -> grammar.explains.explain();
      case "show" -> grammar.shows.show();
      case "set" -> grammar.sessions.set();
      case "reset" -> grammar.sessions.reset();
      case "begin" -> grammar.sessions.begin();
      case "start" -> grammar.sessions.start();
      case "commit" -> grammar.sessions.commit();
      case "rollback" -> grammar.sessions.rollback();
      case "declare" -> grammar.sessions.declare();
      case "fetch" -> grammar.sessions.fetch();
      case "close" -> grammar.sessions.close();
      case "prepare" -> grammar.sessions.prepare();
      case "execute" -> grammar.sessions.execute();
      case "deallocate" -> grammar.sessions.deallocate();
      case "discard" -> grammar.sessions.discard();
      case "inspect", "raise" -> throw SqlException.unsupported(upper(first));
      default ->
          throw tokens.error(
              "Unexpected keyword " + upper(first) + " at the beginning of a statement", first);
    };
  }

  private static String upper(SqlToken token) {
    return token.value().toUpperCase(Locale.ROOT);
  }
}
