package dev.verdigris.project;

import dev.verdigris.project.ParsedStatement.ClusterClause;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one statement of a model's file. */
final class StatementParser {
  private static final Set<String> PREFIXES = Set.of("or", "replace", "temp", "temporary");

  /** What a right can be granted on but a relation. */
  private static final Set<String> OTHER_KINDS =
      Set.of(
          "all",
          "cluster",
          "connection",
          "database",
          "materialized",
          "schema",
          "secret",
          "sink",
          "source",
          "type",
          "view");

  private final List<SqlToken> statement;
  private final TokenReader tokens;

  private StatementParser(List<SqlToken> statement) {
    this.statement = statement;
    this.tokens = new TokenReader(statement);
  }

  /** A statement that a model's file may not have. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int position;

    private RefusedException(Reason reason, String what, int position) {
      super(what);
      this.reason = reason;
      this.position = position;
    }

    Reason reason() {
      return reason;
    }

    /** Offset in the file, from 0. */
    int position() {
      return position;
    }

    /** The statement or clause in capitals. */
    String what() {
      return String.valueOf(getMessage());
    }
  }

  /** Why a statement is refused. */
  enum Reason {
    /** It is none of the four kinds. */
    NO_MODEL_STATEMENT,
    /** It has a clause that depends on what is already there. */
    CLAUSE,
    /** It is about more than one object. */
    SEVERAL_OBJECTS,
    /** It is about something that is no relation. */
    OTHER_KIND
  }

  /**
   * Reads a statement.
   *
   * @param statement its tokens, at least one, without the semicolon
   * @throws SqlSyntaxException where it is not formed as it should be
   * @throws RefusedException where it is well formed and does not belong into a model
   */
  static ParsedStatement parse(List<SqlToken> statement) {
    return new StatementParser(statement).parse();
  }

  private ParsedStatement parse() {
    if (tokens.accept("create")) {
      return create();
    }
    if (tokens.accept("comment")) {
      tokens.expect("on");
      return comment();
    }
    if (tokens.accept("grant")) {
      return grant();
    }
    throw refused(Reason.NO_MODEL_STATEMENT, words(0, 1), 0);
  }

  private ParsedStatement create() {
    int prefix = tokens.index();
    while (tokens.peek().kind() == Kind.WORD && PREFIXES.contains(tokens.peek().value())) {
      tokens.next();
    }
    int kindAt = tokens.index();
    boolean view = tokens.accept("view");
    boolean materialized = !view && tokens.accept("materialized", "view");
    boolean defaultIndex = !view && !materialized && tokens.accept("default", "index");
    boolean index = defaultIndex || (!view && !materialized && tokens.accept("index"));
    if (!view && !materialized && !index) {
      throw refused(Reason.NO_MODEL_STATEMENT, "CREATE " + words(kindAt, 1), 0);
    }
    if (kindAt > prefix) {
      throw refused(Reason.CLAUSE, words(prefix, kindAt - prefix), prefix);
    }
    if (tokens.sees("if", "not", "exists")) {
      throw refused(Reason.CLAUSE, "IF NOT EXISTS", tokens.index());
    }
    return index ? index(defaultIndex) : view(materialized);
  }

  private ParsedStatement view(boolean materialized) {
    SqlName name = tokens.name("the name of the view");
    if (tokens.peek().isSymbol("(")) {
      tokens.skipGroup();
    }
    ClusterClause cluster = cluster();
    if (!materialized && cluster.name() != null) {
      throw new SqlSyntaxException(
          "a view has no cluster; only materialized views and indexes have", cluster.start());
    }
    if (materialized && tokens.accept("with")) {
      if (!tokens.peek().isSymbol("(")) {
        throw tokens.expected("\"(\"");
      }
      tokens.skipGroup();
    }
    tokens.expect("as");
    RelationFinder.Found query = RelationFinder.find(tokens);
    return new ParsedStatement.Create(
        statement,
        materialized ? ModelKind.MATERIALIZED_VIEW : ModelKind.VIEW,
        name,
        cluster,
        query);
  }

  private ParsedStatement index(boolean isDefault) {
    int nameAt = statement.get(tokens.index() - 1).end();
    boolean unnamed = tokens.sees("on") || tokens.sees("in", "cluster");
    SqlToken name = unnamed ? null : tokens.identifier("the name of the index, or ON");
    if (tokens.peek().isSymbol(".")) {
      throw tokens.expected("IN CLUSTER or ON (an index lives in its relation's schema)");
    }
    ClusterClause cluster = cluster();
    tokens.expect("on");
    SqlName object = tokens.name("the indexed relation");
    int rest = tokens.index();
    if (tokens.accept("using")) {
      tokens.identifier("the index's method");
    }
    List<String> columns = new ArrayList<>();
    if (!isDefault) {
      if (!tokens.peek().isSymbol("(")) {
        throw tokens.expected("the indexed columns in parentheses");
      }
      columns.addAll(columns(tokens.index()));
      tokens.skipGroup();
    }
    if (tokens.accept("with")) {
      if (!tokens.peek().isSymbol("(")) {
        throw tokens.expected("\"(\"");
      }
      tokens.skipGroup();
    }
    tokens.expectEnd();
    return new ParsedStatement.Index(
        statement,
        isDefault,
        name,
        nameAt,
        cluster,
        object,
        statement.subList(rest, statement.size()),
        columns);
  }

  /** Each indexed column; {@code expr} for what is more than a column. */
  private List<String> columns(int open) {
    List<String> columns = new ArrayList<>();
    int first = open + 1;
    for (int i = first; i <= tokens.partner(open); i++) {
      SqlToken token = tokens.token(i);
      if (token.isSymbol(",") || i == tokens.partner(open)) {
        boolean column = i == first + 1 && tokens.token(first).isIdentifier();
        columns.add(column ? tokens.token(first).value() : "expr");
        first = i + 1;
      } else if (token.isSymbol("(") || token.isSymbol("[")) {
        i = tokens.partner(i);
      }
    }
    return columns;
  }

  /** {@code IN CLUSTER name} if it comes next; otherwise the place behind the last token. */
  private ClusterClause cluster() {
    int start = tokens.index();
    if (!tokens.accept("in", "cluster")) {
      int behind = statement.get(start - 1).end();
      return new ClusterClause(null, behind, behind);
    }
    SqlToken name = tokens.identifier("the name of a cluster");
    return new ClusterClause(name, tokens.token(start).start(), name.end());
  }

  private ParsedStatement comment() {
    int targetAt = tokens.index();
    String target;
    if (tokens.accept("materialized", "view")) {
      target = "MATERIALIZED VIEW";
    } else if (tokens.accept("view") || tokens.accept("column") || tokens.accept("index")) {
      target = tokens.token(targetAt).value().toUpperCase(Locale.ROOT);
    } else {
      throw refused(Reason.OTHER_KIND, "COMMENT ON " + words(targetAt, 1), 0);
    }
    SqlName name = tokens.name("the name of what is commented");
    SqlToken column = null;
    if (target.equals("COLUMN")) {
      if (name.size() == 1) {
        throw new SqlSyntaxException("expected a relation and a column", name.start());
      }
      column = name.parts().get(name.size() - 1);
      name = name.prefix(name.size() - 1);
    }
    tokens.expect("is");
    String text = text();
    tokens.expectEnd();
    return new ParsedStatement.Comment(statement, target, name, column, text);
  }

  private @Nullable String text() {
    if (tokens.accept("null")) {
      return null;
    }
    if (tokens.peek().kind() != Kind.STRING) {
      throw tokens.expected("a string or NULL");
    }
    return tokens.next().value();
  }

  private ParsedStatement grant() {
    List<String> privileges = new ArrayList<>();
    do {
      privileges.add(tokens.identifier("a privilege").value().toUpperCase(Locale.ROOT));
      tokens.accept("privileges");
    } while (tokens.acceptSymbol(","));
    if (tokens.sees("to")) {
      throw refused(Reason.OTHER_KIND, "GRANT of a role", 0);
    }
    tokens.expect("on");
    int objectAt = tokens.index();
    boolean table = tokens.accept("table");
    if (!table
        && OTHER_KINDS.contains(tokens.peek().value())
        && !tokens.wordsAt(objectAt + 1, "to")) {
      throw refused(Reason.OTHER_KIND, "GRANT ON " + words(objectAt, 1), 0);
    }
    SqlName object = tokens.name("the name of the relation");
    if (tokens.peek().isSymbol(",")) {
      throw refused(Reason.SEVERAL_OBJECTS, "GRANT", tokens.index() + 1);
    }
    tokens.expect("to");
    List<String> grantees = new ArrayList<>();
    do {
      tokens.accept("group");
      grantees.add(tokens.identifier("a role").value());
    } while (tokens.acceptSymbol(","));
    tokens.expectEnd();
    return new ParsedStatement.Grant(statement, privileges, object, grantees);
  }

  private RefusedException refused(Reason reason, String what, int at) {
    return new RefusedException(reason, what, tokens.token(at).start());
  }

  /** Words of the statement as they are read, in capitals. */
  private String words(int from, int count) {
    return statement.stream()
        .skip(from)
        .limit(count)
        .map(token -> token.kind() == Kind.WORD ? upper(token) : token.value())
        .collect(Collectors.joining(" "));
  }

  private static String upper(SqlToken token) {
    return token.value().toUpperCase(Locale.ROOT);
  }
}
