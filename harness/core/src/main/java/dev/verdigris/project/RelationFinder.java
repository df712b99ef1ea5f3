package dev.verdigris.project;

import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds every place in a query where a relation is named.
 *
 * <p>It knows the structure of a query, which is small: where a query begins, its common table
 * expressions with their scopes, its FROM lists. Everything else is an expression, in which only
 * brackets and names of several parts count. So it never takes the FROM of {@code EXTRACT(x FROM
 * y)} or {@code IS DISTINCT FROM} for a clause, nor a column or an alias for a relation.
 */
final class RelationFinder {
  /** Words that cannot be a table's alias without AS, as in Materialize's parser. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "as",
          "cross",
          "except",
          "fetch",
          "for",
          "from",
          "full",
          "group",
          "having",
          "inner",
          "intersect",
          "join",
          "lateral",
          "left",
          "limit",
          "natural",
          "offset",
          "on",
          "options",
          "order",
          "outer",
          "qualify",
          "returning",
          "right",
          "select",
          "union",
          "using",
          "where",
          "with");

  private static final Set<String> ENDS_FROM =
      Set.of(
          "except",
          "fetch",
          "for",
          "group",
          "having",
          "intersect",
          "limit",
          "offset",
          "options",
          "order",
          "qualify",
          "select",
          "union",
          "where");

  /** Words that cannot be a relation's name without quotes. */
  private static final Set<String> NO_RELATION =
      Set.of(
          "as",
          "except",
          "from",
          "group",
          "having",
          "intersect",
          "join",
          "on",
          "order",
          "select",
          "union",
          "using",
          "where",
          "with");

  private final TokenReader tokens;
  private final QueryShape shape;
  private final List<SqlName> relations = new ArrayList<>();
  private final List<SqlName> columns = new ArrayList<>();
  private final List<SqlName> types = new ArrayList<>();
  private final Set<String> aliases = new HashSet<>();
  private final Set<String> tables = new HashSet<>();

  private RelationFinder(TokenReader tokens) {
    this.tokens = tokens;
    this.shape = new QueryShape(tokens);
  }

  /**
   * What a query names.
   *
   * @param relations relations, in the order of the text; common table expressions and table
   *     functions are none
   * @param columns names of at least two parts that stand where a value does; the last part is the
   *     column, or the relation if {@code .*} follows
   * @param types names of at least two parts that stand where a type does
   * @param aliases aliases and common table expressions
   * @param tables what a column can be qualified with: aliases and the last parts of relations
   *     without one
   */
  record Found(
      List<SqlName> relations,
      List<SqlName> columns,
      List<SqlName> types,
      Set<String> aliases,
      Set<String> tables) {}

  /** The common table expressions that a query sees. */
  private record Scope(@Nullable Scope outer, Set<String> names) {
    boolean has(String name) {
      return names.contains(name) || (outer != null && outer.has(name));
    }
  }

  /** A common table expression: its name and the brackets around its query. */
  private record Common(String name, int open) {}

  /**
   * Reads the query from the reader's place to the end of the statement.
   *
   * @throws SqlSyntaxException where a relation, an alias or a query is missing
   */
  static Found find(TokenReader tokens) {
    RelationFinder finder = new RelationFinder(tokens);
    int from = tokens.index();
    if (!finder.shape.beginsQuery(from) && !finder.shape.holdsQuery(from)) {
      throw tokens.expected("a query (SELECT, WITH, VALUES or TABLE)");
    }
    finder.query(from, tokens.size(), new Scope(null, Set.of()));
    finder.tables.addAll(finder.aliases);
    return new Found(
        List.copyOf(finder.relations),
        List.copyOf(finder.columns),
        List.copyOf(finder.types),
        Set.copyOf(finder.aliases),
        Set.copyOf(finder.tables));
  }

  private void query(int from, int to, Scope outer) {
    if (!tokens.wordsAt(from, "with")) {
      body(from, to, outer);
      return;
    }
    boolean recursive = tokens.wordsAt(from, "with", "mutually", "recursive");
    int i = from + (recursive ? 3 : 1);
    if (recursive && tokens.token(i).isSymbol("(")) {
      i = tokens.partner(i) + 1;
    }
    List<Common> commons = new ArrayList<>();
    do {
      i = common(i, commons);
    } while (tokens.token(i).isSymbol(",") && i++ < to);
    Scope scope = outer;
    if (recursive) {
      Set<String> all = new HashSet<>();
      commons.forEach(common -> all.add(common.name()));
      scope = new Scope(outer, all);
    }
    for (Common common : commons) {
      query(common.open() + 1, tokens.partner(common.open()), scope);
      scope = new Scope(scope, Set.of(common.name()));
    }
    body(i, to, scope);
  }

  /** Reads {@code name [(columns)] AS (query)}; returns the index behind it. */
  private int common(int start, List<Common> commons) {
    tokens.moveTo(start);
    String name = tokens.identifier("the name of a common table expression").value();
    if (tokens.peek().isSymbol("(")) {
      tokens.skipGroup();
    }
    tokens.expect("as");
    int open = tokens.index();
    if (!tokens.peek().isSymbol("(")) {
      throw tokens.expected("\"(\"");
    }
    if (!shape.holdsQuery(open)) {
      throw tokens.expectedAt(open + 1, "a query (SELECT, WITH, VALUES or TABLE)");
    }
    commons.add(new Common(name, open));
    aliases.add(name);
    return tokens.partner(open) + 1;
  }

  /** A query without its WITH, set operations and all. */
  private void body(int from, int to, Scope scope) {
    boolean begins = true;
    int i = from;
    while (i < to) {
      SqlToken token = tokens.token(i);
      if (begins && token.isWord("table") && tokens.token(i + 1).isIdentifier()) {
        i = relation(i + 1, scope);
      } else if (token.isWord("from") && !shape.isDistinctFrom(i)) {
        i = fromList(i + 1, to, scope);
      } else if (QueryShape.isSetOperator(token)) {
        i += tokens.wordsAt(i + 1, "all") || tokens.wordsAt(i + 1, "distinct") ? 2 : 1;
        begins = true;
        continue;
      } else {
        i = element(i, scope, false);
      }
      begins = false;
    }
  }

  /** {@code item, item JOIN item ON …} up to the next clause; returns the index behind it. */
  private int fromList(int from, int to, Scope scope) {
    int i = fromItem(from, to, scope);
    while (i < to) {
      SqlToken token = tokens.token(i);
      if (token.isSymbol(",") || token.isWord("join")) {
        i = fromItem(i + 1, to, scope);
      } else if (token.kind() == Kind.WORD && ENDS_FROM.contains(token.value())) {
        return i;
      } else {
        i = element(i, scope, false);
      }
    }
    return i;
  }

  private int fromItem(int from, int to, Scope scope) {
    int i = tokens.wordsAt(from, "lateral") ? from + 1 : from;
    SqlToken token = tokens.token(i);
    if (i >= to || (!token.isSymbol("(") && !token.isIdentifier())) {
      throw tokens.expectedAt(Math.min(i, to), "a relation");
    }
    if (token.isSymbol("(")) {
      int close = tokens.partner(i);
      if (shape.holdsQuery(i)) {
        query(i + 1, close, scope);
      } else {
        int end = fromList(i + 1, close, scope);
        if (end < close) {
          throw tokens.expectedAt(end, "\")\"");
        }
      }
      return alias(close + 1);
    }
    if (tokens.wordsAt(i, "rows", "from") && tokens.token(i + 2).isSymbol("(")) {
      expression(i + 3, tokens.partner(i + 2), scope);
      return alias(tokens.partner(i + 2) + 1);
    }
    if (token.kind() == Kind.WORD && NO_RELATION.contains(token.value())) {
      throw tokens.expectedAt(i, "a relation");
    }
    return relation(i, scope);
  }

  /** A relation or a table function with its alias; returns the index behind it. */
  private int relation(int start, Scope scope) {
    tokens.moveTo(start);
    SqlName name = tokens.name("a name");
    int i = tokens.index();
    if (tokens.token(i).isSymbol("(")) {
      int close = tokens.partner(i);
      group(i, scope);
      return alias(tokens.wordsAt(close + 1, "with", "ordinality") ? close + 3 : close + 1);
    }
    if (name.size() > 1 || !scope.has(name.last())) {
      relations.add(name);
    }
    int behind = alias(i);
    if (behind == i) {
      tables.add(name.last());
    }
    return behind;
  }

  /** {@code [AS] alias [(columns)]}; returns the index behind it, or {@code i}. */
  private int alias(int i) {
    int at = i;
    if (tokens.wordsAt(at, "as")) {
      at++;
      if (!tokens.token(at).isIdentifier()) {
        throw tokens.expectedAt(at, "an alias");
      }
    } else {
      SqlToken token = tokens.token(at);
      boolean reserved = token.kind() == Kind.WORD && NO_ALIAS.contains(token.value());
      if (!token.isIdentifier() || reserved) {
        return i;
      }
    }
    aliases.add(tokens.token(at).value());
    at++;
    return tokens.token(at).isSymbol("(") ? tokens.partner(at) + 1 : at;
  }

  private void expression(int from, int to, Scope scope) {
    int i = from;
    while (i < to) {
      i = element(i, scope, true);
    }
  }

  /**
   * One element of an expression: a bracket with all in it, a name, a type, or a single token.
   *
   * @param inBrackets whether AS can be followed by a type, as in {@code CAST(x AS t)}
   * @return the index behind it
   */
  private int element(int i, Scope scope, boolean inBrackets) {
    SqlToken token = tokens.token(i);
    if (token.isSymbol("(") || token.isSymbol("[")) {
      group(i, scope);
      return tokens.partner(i) + 1;
    }
    if (token.isSymbol("::") || (inBrackets && token.isWord("as"))) {
      return name(i + 1, types);
    }
    if (token.isSymbol(".") || token.isWord("as")) {
      // A field of a composite value, or the label of a column: neither names anything.
      return name(i + 1, new ArrayList<>());
    }
    return token.isIdentifier() ? name(i, columns) : i + 1;
  }

  private void group(int open, Scope scope) {
    if (shape.holdsQuery(open)) {
      query(open + 1, tokens.partner(open), scope);
    } else {
      expression(open + 1, tokens.partner(open), scope);
    }
  }

  /** Reads a name, kept if it has several parts; returns the index behind it, never before. */
  private int name(int start, List<SqlName> kept) {
    if (!tokens.token(start).isIdentifier()) {
      return start;
    }
    List<SqlToken> parts = new ArrayList<>();
    int i = start;
    parts.add(tokens.token(i++));
    while (tokens.token(i).isSymbol(".") && tokens.token(i + 1).isIdentifier()) {
      parts.add(tokens.token(i + 1));
      i += 2;
    }
    boolean star = tokens.token(i).isSymbol(".") && tokens.token(i + 1).isSymbol("*");
    if (star) {
      parts.add(tokens.token(i + 1));
      i += 2;
    }
    boolean called = tokens.token(i).isSymbol("(") && kept != types;
    if (parts.size() > 1 && !called) {
      kept.add(new SqlName(parts));
    }
    return i;
  }
}
