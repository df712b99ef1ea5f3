package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import java.util.List;

/**
 * Reads Materialize's SQL.
 *
 * <p>A text is read whole before anything of it is run: a syntax error anywhere in it is the answer
 * to all of it.
 */
public final class Parser {
  private Parser() {}

  /**
   * The statements of {@code sql}; none for a text of blanks, comments and {@code ;}.
   *
   * @throws SqlException {@code 42601} with Materialize's text and position where Materialize has
   *     no such syntax, {@code 0A000} where it has and the engine does not model it
   */
  public static List<Statement> parse(String sql) {
    return parseScript(sql).stream().map(ParsedStatement::statement).toList();
  }

  /**
   * The statements of {@code sql}, each with its own text and place.
   *
   * @throws SqlException as {@link #parse(String)}
   */
  public static List<ParsedStatement> parseScript(String sql) {
    return new Grammar(sql).statements.script();
  }
}
