package dev.verdigris.engine;

import dev.verdigris.project.SqlLexException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * A file of SQL that a new engine begins with, run statement by statement. Beside SQL it may have
 * {@code :kafka}, which stands for the address of the engine's broker as a string, and lines such
 * as {@code \copy raw.flights FROM 'flights.csv' WITH (FORMAT CSV, HEADER)}, as psql has them, with
 * a path relative to the file.
 */
final class Seed {
  private static final Pattern COPY =
      Pattern.compile(
          "\\\\copy\\s+(.+?)\\s+from\\s+'([^']+)'\\s*(.*?);?\\s*", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final Supplier<String> kafka;

  Seed(Path file, Supplier<String> kafka) {
    this.file = file;
    this.kafka = kafka;
  }

  /** A statement or a copy, and the line that it begins on. */
  private record Step(String text, int line) {}

  void run(Connection connection) {
    for (Step step : steps()) {
      try {
        run(step, connection);
      } catch (SQLException e) {
        throw EngineProblems.seedFailed(
            file, step.line(), step.text(), String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw EngineProblems.seedFailed(file, step.line(), step.text(), e.toString(), e);
      }
    }
  }

  private void run(Step step, Connection connection) throws SQLException, IOException {
    if (!step.text().startsWith("\\")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(step.text());
      }
      return;
    }
    Matcher copy = COPY.matcher(step.text());
    if (!copy.matches()) {
      throw new SQLException("only \\copy TABLE FROM 'FILE' WITH (...) is known here");
    }
    Path data = file.toAbsolutePath().resolveSibling(copy.group(2));
    try (InputStream in = Files.newInputStream(data)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + copy.group(1) + " FROM STDIN " + copy.group(3), in);
    }
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    int firstLine = 1;
    int line = 0;
    for (String text : read().split("\n", -1)) {
      line++;
      if (text.startsWith("\\") && isComplete(sql.toString())) {
        addStatements(sql.toString(), firstLine, steps);
        sql.setLength(0);
        steps.add(new Step(text.strip(), line));
        firstLine = line + 1;
      } else {
        sql.append(text).append('\n');
      }
    }
    addStatements(sql.toString(), firstLine, steps);
    return steps;
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw EngineProblems.seedUnreadable(file, e.toString());
    }
  }

  /** Whether a line of its own may begin behind that text: not within a string or statement. */
  private static boolean isComplete(String sql) {
    try {
      List<SqlToken> tokens = SqlLexer.tokens(sql);
      return tokens.size() == 1 || tokens.get(tokens.size() - 2).isSymbol(";");
    } catch (SqlLexException e) {
      return false;
    }
  }

  private void addStatements(String sql, int firstLine, List<Step> steps) {
    try {
      for (List<SqlToken> tokens : SqlLexer.statements(sql)) {
        List<SqlToken> words =
            tokens.stream().filter(t -> t.kind() != SqlToken.Kind.END && !t.isSymbol(";")).toList();
        if (!words.isEmpty()) {
          int start = words.get(0).start();
          int line =
              firstLine + (int) sql.substring(0, start).chars().filter(c -> c == '\n').count();
          steps.add(new Step(substituted(sql, words), line));
        }
      }
    } catch (SqlLexException e) {
      throw EngineProblems.seedUnreadable(file, String.valueOf(e.getMessage()));
    }
  }

  /** The statement's text with the broker's address in place of {@code :kafka}. */
  private String substituted(String sql, List<SqlToken> tokens) {
    StringBuilder text = new StringBuilder();
    int at = tokens.get(0).start();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken colon = tokens.get(i);
      SqlToken name = tokens.get(i + 1);
      if (colon.isSymbol(":") && name.isWord("kafka") && colon.end() == name.start()) {
        text.append(sql, at, colon.start()).append('\'').append(kafka.get()).append('\'');
        at = name.end();
      }
    }
    return text.append(sql, at, tokens.get(tokens.size() - 1).end()).toString();
  }
}
