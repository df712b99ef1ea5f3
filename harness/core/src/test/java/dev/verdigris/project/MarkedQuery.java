package dev.verdigris.project;

import static dev.verdigris.project.ProjectDirectory.EVERYTHING;
import static dev.verdigris.project.ProjectDirectory.PR_17;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A query in which a test marks what must be rewritten: {@code «flights.delay»} is a relation and
 * becomes its complete green or external name; {@code ‹flights›} is the schema of a column's name
 * and becomes green's, {@code ‹flights.›} is one that goes.
 */
record MarkedQuery(String marked) {
  /** The models beside the query's own, each in schema flights. */
  static final List<String> MODELS = List.of("delay", "routes", "Board");

  private static final Pattern RELATION = Pattern.compile("«(.*?)»", Pattern.DOTALL);
  private static final Pattern SCHEMA = Pattern.compile("‹(.*?)›");

  /** Marks in {@code written}, to be rewritten. */
  static String relation(String written) {
    return "«" + written + "»";
  }

  String written() {
    return marked.replaceAll("[«»‹›]", "");
  }

  /** What must be sent to green, told from the marks alone. */
  String expected() {
    String relations =
        RELATION.matcher(marked).replaceAll(match -> quoteForRegex(green(match.group(1))));
    return SCHEMA
        .matcher(relations)
        .replaceAll(
            match ->
                match.group(1).endsWith(".")
                    ? ""
                    : quoteForRegex(QualifiedName.quote("flights_pr_17")));
  }

  /** What is sent to green, for a project in {@code directory}. */
  String actual(Path directory) {
    return actual(directory, List.of(this)).get(0);
  }

  /** What is sent to green for each of these queries, models of one project. */
  static List<String> actual(Path directory, List<MarkedQuery> queries) {
    ProjectDirectory files =
        new ProjectDirectory(directory)
            .yaml(
                """
                deployment: pr_17
                schemas: [flights]
                models:
                  search_path: [flights, raw]
                """);
    for (String model : MODELS) {
      files.model(
          "flights/" + model,
          "CREATE VIEW %s AS SELECT 1 AS iata".formatted(QualifiedName.quote(model)));
    }
    for (int i = 0; i < queries.size(); i++) {
      files.model("flights/q_" + i, "CREATE VIEW q_" + i + " AS " + queries.get(i).written());
    }
    Project project = files.load().bind(EVERYTHING);
    return IntStream.range(0, queries.size())
        .mapToObj(i -> new QualifiedName("materialize", "flights", "q_" + i))
        .map(name -> project.model(name).orElseThrow().inGreen(PR_17).get(0).sql())
        .map(sql -> sql.substring(sql.indexOf(" AS ") + 4))
        .toList();
  }

  /** The complete name of what a relation's name means. */
  static String green(String written) {
    List<String> parts =
        SqlLexer.tokens(written).stream()
            .filter(SqlToken::isIdentifier)
            .map(SqlToken::value)
            .toList();
    String name = parts.get(parts.size() - 1);
    UnaryOperator<String> green = schema -> schema.equals("flights") ? "flights_pr_17" : schema;
    if (parts.size() == 3) {
      String schema = parts.get(0).equals("materialize") ? green.apply(parts.get(1)) : parts.get(1);
      return new QualifiedName(parts.get(0), schema, name).sql();
    }
    if (parts.size() == 2) {
      return new QualifiedName("materialize", green.apply(parts.get(0)), name).sql();
    }
    String schema = MODELS.contains(name) ? "flights_pr_17" : "raw";
    return new QualifiedName("materialize", schema, name).sql();
  }

  private static String quoteForRegex(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
