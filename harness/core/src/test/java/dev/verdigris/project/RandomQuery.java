package dev.verdigris.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes queries in which it knows, and marks, what must be rewritten. */
final class RandomQuery {
  /** Names that mean a model, a relation outside, a schema, or a common table expression. */
  private static final List<String> NAMES =
      List.of("delay", "routes", "airports", "flights", "raw", "c1", "\"C 2\"", "\"Board\"");

  private static final Pattern RELATION = Pattern.compile("«(.*?)»");
  private static final Pattern COLUMN =
      Pattern.compile("(materialize[.])?‹([^›]*)›[.](delay|DELAY|routes|\"Board\")[.]");

  private final Random random;
  private final Set<String> aliases = new HashSet<>();

  RandomQuery(long seed) {
    this.random = new Random(seed);
  }

  MarkedQuery next() {
    aliases.clear();
    return new MarkedQuery(withoutSchemas(query(1 + random.nextInt(2), List.of())));
  }

  /** Marks the schemas that go: of relations that no alias and no other relation is called like. */
  private String withoutSchemas(String query) {
    Map<String, Set<String>> meanings = new HashMap<>();
    RELATION
        .matcher(query)
        .results()
        .map(match -> MarkedQuery.green(match.group(1)))
        .forEach(name -> meanings.computeIfAbsent(last(name), n -> new HashSet<>()).add(name));
    return COLUMN
        .matcher(query)
        .replaceAll(
            match -> {
              String table = SqlLexer.tokens(match.group(3)).get(0).value();
              boolean only =
                  !aliases.contains(table) && meanings.getOrDefault(table, Set.of()).size() == 1;
              String database = match.group(1) == null ? "" : match.group(1);
              return only
                  ? Matcher.quoteReplacement(
                      "‹" + database + match.group(2) + ".›" + match.group(3) + ".")
                  : Matcher.quoteReplacement(match.group());
            });
  }

  private static String last(String qualified) {
    List<SqlToken> tokens = SqlLexer.tokens(qualified);
    return tokens.get(tokens.size() - 2).value();
  }

  private String query(int depth, List<String> commons) {
    List<String> visible = new ArrayList<>(commons);
    String with = depth > 0 && chance(4) ? with(depth, visible) : "";
    String body = select(depth, visible);
    while (depth > 0 && chance(5)) {
      String operator = pick("UNION", "UNION ALL", "EXCEPT", "INTERSECT DISTINCT");
      String right = chance(2) ? select(depth - 1, visible) : "(" + query(depth - 1, visible) + ")";
      body += blank() + operator + blank() + right;
    }
    if (chance(12)) {
      body = "(" + body + ")";
    }
    return with + body + (chance(6) ? blank() + pick("ORDER BY 1, 2 LIMIT 3", "OFFSET 1") : "");
  }

  private String with(int depth, List<String> visible) {
    List<String> names =
        NAMES.stream().filter(name -> chance(4)).limit(3).collect(Collectors.toList());
    if (names.isEmpty()) {
      return "";
    }
    names.forEach(name -> aliases.add(SqlLexer.tokens(name).get(0).value()));
    if (chance(2)) {
      visible.addAll(names);
      return "WITH MUTUALLY RECURSIVE "
          + names.stream()
              .map(name -> name + " (x int) AS (" + query(depth - 1, visible) + ")")
              .collect(Collectors.joining(", "))
          + blank();
    }
    List<String> elements = new ArrayList<>();
    for (String name : names) {
      elements.add(
          name + pick("", " (a, b)") + " AS" + blank() + "(" + query(depth - 1, visible) + ")");
      visible.add(name);
    }
    return "WITH " + String.join("," + blank(), elements) + blank();
  }

  private String select(int depth, List<String> commons) {
    if (chance(15)) {
      return "TABLE " + unaliased(commons);
    }
    if (chance(15)) {
      return "VALUES (" + expression(depth, commons, List.of()) + ", 1)";
    }
    List<String> columns = new ArrayList<>();
    String from = fromList(depth, commons, columns);
    Supplier<String> expression = () -> expression(depth, commons, columns);
    StringBuilder select = new StringBuilder("SELECT");
    select.append(pick("", " DISTINCT", " DISTINCT ON (1, 2)")).append(blank());
    select.append(list(3, () -> expression.get() + pick("", " AS from", " AS flights", " delay")));
    select.append(blank()).append(pick("FROM", "from")).append(blank()).append(from);
    if (chance(2)) {
      select.append(blank()).append("WHERE ").append(expression.get());
    }
    if (chance(4)) {
      select.append(blank()).append("GROUP BY 1, ").append(expression.get());
      select.append(pick("", " HAVING true", " OPTIONS (AGGREGATE INPUT GROUP SIZE = 1)"));
    }
    return select.toString();
  }

  private String fromList(int depth, List<String> commons, List<String> columns) {
    StringBuilder from = new StringBuilder(fromItem(depth, commons, columns));
    while (chance(2)) {
      from.append(
          switch (random.nextInt(5)) {
            case 0 -> "," + blank() + fromItem(depth, commons, columns);
            case 1 -> " CROSS JOIN " + fromItem(depth, commons, columns);
            case 2 ->
                " NATURAL JOIN (" + fromItem(depth, commons, columns) + blank() + ") AS joined";
            case 3 -> pick(" JOIN ", " LEFT JOIN ") + using(depth, commons, columns);
            default ->
                pick(" INNER JOIN ", " FULL OUTER JOIN ")
                    + fromItem(depth, commons, columns)
                    + " ON "
                    + expression(depth - 1, commons, columns);
          });
    }
    return from.toString();
  }

  private String using(int depth, List<String> commons, List<String> columns) {
    return fromItem(depth, commons, columns) + " USING (iata, delay)";
  }

  private String fromItem(int depth, List<String> commons, List<String> columns) {
    int kind = random.nextInt(depth > 0 ? 10 : 6);
    return switch (kind) {
      case 0 -> "generate_series(1, flights) " + pick("", "WITH ORDINALITY ") + "AS g (n)";
      case 1, 2, 3 -> unaliased(commons, columns);
      case 4, 5 -> unaliased(commons) + pick(" AS ", " ") + alias();
      case 6 -> "(" + join(depth - 1, commons, columns) + ")";
      default -> pick("", "LATERAL ") + "(" + query(depth - 1, commons) + ") " + pick("s", "AS x");
    };
  }

  private String alias() {
    String alias = pick("delay", "r (x, y)", "\"from\"", "d", "e", "f");
    aliases.add(SqlLexer.tokens(alias).get(0).value());
    return alias;
  }

  private String join(int depth, List<String> commons, List<String> columns) {
    return fromItem(depth, commons, columns)
        + " JOIN "
        + fromItem(depth, commons, columns)
        + " ON true";
  }

  private String unaliased(List<String> commons) {
    return unaliased(commons, new ArrayList<>());
  }

  /** A relation; {@code columns} gets what the schema of its columns must become. */
  private String unaliased(List<String> commons, List<String> columns) {
    String object = pick("delay", "routes", "\"Board\"", "DELAY");
    switch (random.nextInt(6)) {
      case 0 -> {
        return MarkedQuery.relation(pick("raw", "\"raw\"") + pick(".", " . ") + pick(NAMES));
      }
      case 1 -> {
        columns.add("materialize.‹flights›." + object);
        return MarkedQuery.relation("materialize.flights." + object);
      }
      case 2 -> {
        return pick("mz_catalog.mz_objects", MarkedQuery.relation("elsewhere.flights." + object));
      }
      case 3, 4 -> {
        String name = pick(NAMES);
        return commons.contains(name) ? name : MarkedQuery.relation(name);
      }
      default -> {
        columns.add(pick("‹flights›.", "‹\"flights\"›.") + object);
        return MarkedQuery.relation(pick("flights.", "\"flights\" . ", "Flights./* x */") + object);
      }
    }
  }

  private String expression(int depth, List<String> commons, List<String> columns) {
    if (depth <= 0) {
      return leaf(columns);
    }
    Supplier<String> inner = () -> expression(depth - 1, commons, columns);
    return switch (random.nextInt(16)) {
      case 0 -> "(SELECT max(x) FROM " + unaliased(commons) + ")";
      case 1 -> "((" + query(depth - 1, commons) + ") + " + inner.get() + ")";
      case 2 -> "EXISTS (" + query(depth - 1, commons) + ")";
      case 3 -> inner.get() + pick(" IN (", " = ANY (", " NOT IN (") + query(1, commons) + ")";
      case 4 -> "EXTRACT(" + pick("year", "day") + " FROM " + inner.get() + ")";
      case 5 -> "SUBSTRING(delay FROM " + inner.get() + " FOR flights)";
      case 6 -> "TRIM(" + pick("BOTH 'x' ", "") + "FROM routes)";
      case 7 -> "(" + inner.get() + pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + "delay)";
      case 8 -> inner.get() + pick(" IS DISTINCT FROM ", " AND ", " || ", " - -") + inner.get();
      case 9 -> pick("ARRAY", "LIST") + "[" + inner.get() + ", " + inner.get() + "]";
      case 10 -> pick("ARRAY", "LIST") + "(" + query(depth - 1, commons) + ")";
      case 11 -> "CASE WHEN " + inner.get() + " THEN " + inner.get() + " ELSE delay END";
      case 12 -> "CAST(" + inner.get() + " AS " + pick("text", "numeric(3, 1)", "raw.mood") + ")";
      case 13 ->
          "count(*) FILTER (WHERE " + inner.get() + ") OVER (PARTITION BY " + leaf(columns) + ")";
      case 14 -> "(" + inner.get() + ")" + pick("", "::text", "::raw.mood", ".flights");
      default -> leaf(columns);
    };
  }

  private String leaf(List<String> columns) {
    if (!columns.isEmpty() && chance(2)) {
      return pick(columns) + pick(".iata", ".\"X\"", ".flights", ".*");
    }
    return pick(
        "1",
        "delay",
        "flights.delay_by",
        "d.flights",
        "raw.flights.iata",
        "'FROM delay'",
        "$x$ FROM delay, (routes $x$",
        "E'it\\'s FROM delay'",
        "\"FROM\"",
        "t.from",
        "f(1, x => 2)",
        "INTERVAL '1' DAY",
        "'{}'::jsonb ->> 'from'",
        "elsewhere.flights.delay.iata");
  }

  private String blank() {
    return pick(" ", " ", "\n  ", " /* FROM delay, ( */ ", " -- FROM 'delay\n", "\t");
  }

  private String list(int most, Supplier<String> element) {
    return IntStream.rangeClosed(0, random.nextInt(most))
        .mapToObj(i -> element.get())
        .collect(Collectors.joining(", "));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
