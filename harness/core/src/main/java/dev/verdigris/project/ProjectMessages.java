package dev.verdigris.project;

import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import dev.verdigris.SourcePosition;
import dev.verdigris.VerdigrisException;
import dev.verdigris.project.Reference.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said about a SQL project that cannot be deployed. */
final class ProjectMessages {
  private static final String KIND = "MODEL";
  private static final String STATE = "nothing was sent to the server but reads";
  private static final String FORM =
      "one CREATE VIEW or CREATE MATERIALIZED VIEW, and CREATE INDEX, COMMENT ON and GRANT for it";

  private ProjectMessages() {}

  static VerdigrisException noDirectory(String directory, String schema) {
    return problem(100, "there is no directory " + directory + " with models")
        .state(STATE)
        .next(
            "write the first model, "
                + (directory + "/" + schema + "/<object>.sql")
                + ", or name another directory: models.directory")
        .exception();
  }

  static VerdigrisException unreadable(String path, String reason, Throwable cause) {
    return problem(101, path + " cannot be read")
        .detail("because", reason)
        .state(STATE)
        .next("make it readable, a model as UTF-8 text")
        .exception(cause);
  }

  static VerdigrisException misplaced(String file, String directory) {
    return problem(102, file + " is at no place of a model")
        .detail("rule", "one file per object: " + directory + "/<schema>/<object>.sql")
        .state(STATE)
        .next("move it, or give it another ending")
        .exception();
  }

  static VerdigrisException schemaOutside(String schema, String file, Collection<String> known) {
    return problem(103, "schema \"" + schema + "\" is not in the deployment, and has a model")
        .detail("file", file)
        .detail("schemas", String.join(", ", known))
        .state(STATE)
        .next(
            Nearest.to(schema, known)
                .map(near -> "rename the directory to " + near + ", or add it to \"schemas\"")
                .orElse("add it to \"schemas\", or move the file"))
        .exception();
  }

  static VerdigrisException schemaWithoutModels(String schema, String directory) {
    return problem(104, "schema \"" + schema + "\" of the deployment has no models")
        .detail("looked at", directory)
        .detail("because", "promoting it would put an empty schema in production's place")
        .state(STATE)
        .next("write its models, or remove it from \"schemas\"")
        .exception();
  }

  static VerdigrisException badFileName(String file, String rule) {
    return problem(105, file + " does not name an object")
        .detail("rule", rule)
        .state(STATE)
        .next("rename the file: its name without .sql is the object's exact name")
        .exception();
  }

  static VerdigrisException syntax(String reason, SourcePosition place, Throwable cause) {
    return at(106, "syntax error: " + reason, place)
        .state(STATE)
        .next("mend the statement")
        .exception(cause);
  }

  static VerdigrisException noCreate(String file, QualifiedName name) {
    return problem(107, file + " creates nothing")
        .detail("rule", FORM)
        .state(STATE)
        .next("write  CREATE VIEW " + name + " AS SELECT …, or remove the file")
        .exception();
  }

  static VerdigrisException secondCreate(SourcePosition second, int firstLine) {
    return at(108, "a second CREATE in one file", second)
        .detail("first", "line " + firstLine)
        .detail("rule", FORM)
        .state(STATE)
        .next("move it to a file of its own")
        .exception();
  }

  static VerdigrisException refused(
      StatementParser.Reason reason, String what, SourcePosition place) {
    return switch (reason) {
      case NO_MODEL_STATEMENT -> noModelStatement(what, place);
      case CLAUSE ->
          at(110, what + " does not belong into a model", place)
              .detail("because", "what is already there is told by the catalog, not by a clause")
              .state(STATE)
              .next("remove " + what)
              .exception();
      case SEVERAL_OBJECTS, OTHER_KIND ->
          at(109, what + " is about more than this file's object", place)
              .detail("rule", FORM)
              .state(STATE)
              .next("move it to where that is created, and leave here what is for this object")
              .exception();
    };
  }

  private static VerdigrisException noModelStatement(String what, SourcePosition place) {
    Problem.Builder problem =
        at(109, what + " is no statement of a model", place).detail("rule", FORM);
    if (List.of("CREATE TABLE", "CREATE SOURCE", "CREATE SINK").contains(what)) {
      problem.detail("because", "tables, sources and sinks would swap away with green's schema");
    }
    return problem
        .state(STATE)
        .next("remove it; what is no model is made once, in a schema that is not deployed")
        .exception();
  }

  static VerdigrisException nameDiffersFromPath(
      String written, QualifiedName name, SourcePosition place) {
    return at(111, "the file creates " + written + ", its path says " + name, place)
        .detail("rule", "<schema>/<object>.sql are the exact names; unquoted SQL is lower case")
        .state(STATE)
        .next("write " + sql(name) + ", or rename the file")
        .exception();
  }

  static VerdigrisException otherObject(String written, QualifiedName name, SourcePosition place) {
    return at(112, "this is about " + written + ", the file about " + name, place)
        .detail("rule", FORM)
        .state(STATE)
        .next("write " + sql(name) + ", or move the statement to that object's file")
        .exception();
  }

  static VerdigrisException noCluster(
      String what, Collection<String> clusters, SourcePosition place) {
    return at(113, what + " is on no cluster", place)
        .detail("clusters", list(clusters))
        .state(STATE)
        .next("write IN CLUSTER, or set models.cluster in verdigris.yaml")
        .exception();
  }

  static VerdigrisException clusterOutside(
      String cluster, Collection<String> known, SourcePosition place) {
    return at(114, "cluster \"" + cluster + "\" is not in the deployment", place)
        .detail("clusters", list(known))
        .detail(
            "because",
            "green would run on a cluster of production and keep it after the swap; only the"
                + "\ndeployment's own clusters have a green one")
        .state(STATE)
        .next(
            Nearest.to(cluster, known)
                .map(near -> "did you mean IN CLUSTER " + near + "?")
                .orElse("add it to \"clusters\" in verdigris.yaml, or name one of them"))
        .exception();
  }

  static VerdigrisException indexNameTaken(String name, String schema, SourcePosition place) {
    return at(115, "the name \"" + name + "\" is already taken in schema \"" + schema + "\"", place)
        .detail("rule", "indexes share the names of their schema with views")
        .state(STATE)
        .next("choose another name, or leave it out: then the index is named for its columns")
        .exception();
  }

  static VerdigrisException unknownIndex(String written, QualifiedName name, SourcePosition place) {
    return at(116, "the file gives " + name + " no index " + written, place)
        .state(STATE)
        .next("name the index in its CREATE INDEX, and write the same name here")
        .exception();
  }

  static VerdigrisException commentOnOtherKind(
      String target, ModelKind kind, SourcePosition place) {
    return at(116, "COMMENT ON " + target + " on what is a " + kind.sql(), place)
        .state(STATE)
        .next("write COMMENT ON " + kind.sql())
        .exception();
  }

  static VerdigrisException typeInDeployedSchema(String type, String schema, SourcePosition place) {
    return at(117, "type " + type + " is in schema \"" + schema + "\", which is deployed", place)
        .detail("because", "types are no models: they would swap away with blue's schema")
        .state(STATE)
        .next("create the type in a schema that is not deployed")
        .exception();
  }

  static VerdigrisException nameInString(SourcePosition place) {
    return at(118, "a name in a string cannot be followed to green", place)
        .detail("because", "regclass looks the string up by blue's name")
        .state(STATE)
        .next("join mz_catalog.mz_objects instead, or name the relation itself")
        .exception();
  }

  static VerdigrisException unknownModel(
      QualifiedName name, Collection<QualifiedName> models, SourcePosition place) {
    return at(120, "there is no model " + name, place)
        .detail("because", "schema \"" + name.schema() + "\" is deployed: models are all it has")
        .state(STATE)
        .next(nearest(name, models).orElse("write the model, or mend the name"))
        .exception();
  }

  static VerdigrisException unknownRelation(Reference reference, Collection<QualifiedName> known) {
    List<QualifiedName> asked = reference.meanings().stream().map(Meaning::name).toList();
    String names = asked.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
    return at(120, "there is no relation " + names, reference.position())
        .detail("looked at", "the models and the catalog of the server")
        .state(STATE)
        .next(nearest(asked.get(0), known).orElse("create it first, or mend the name"))
        .exception();
  }

  static VerdigrisException notOnSearchPath(
      String name,
      Collection<String> searchPath,
      Collection<QualifiedName> models,
      SourcePosition place) {
    return at(120, "there is no model " + name + " in the schemas of the search path", place)
        .detail("path", String.join(", ", searchPath))
        .state(STATE)
        .next(
            models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .map(model -> "write " + sql(model))
                .or(
                    () ->
                        Nearest.to(name, models.stream().map(QualifiedName::name).toList())
                            .map(near -> "did you mean " + near + "?"))
                .orElse("write its schema, or add that to models.search_path"))
        .exception();
  }

  static VerdigrisException noSearchPath(String name, List<String> likely, SourcePosition place) {
    return at(121, "\"" + name + "\" has no schema, and there is no search path", place)
        .detail("because", "what a name means is never guessed")
        .state(STATE)
        .next(
            (likely.isEmpty() ? "write its schema" : "write " + String.join(" or ", likely))
                + ", or set models.search_path in verdigris.yaml")
        .exception();
  }

  static VerdigrisException greenNamed(String schema, String blue, SourcePosition place) {
    return at(122, "schema \"" + schema + "\" is this deployment's green one", place)
        .detail("because", "a model is written with blue's names, so that every deployment fits")
        .state(STATE)
        .next("write \"" + blue + "\"; it is rewritten")
        .exception();
  }

  static VerdigrisException unqualifiedSystem(String name, SourcePosition place) {
    return at(123, "\"" + name + "\" has no schema, and looks like the system's", place)
        .state(STATE)
        .next("write its schema, for example mz_catalog." + name)
        .exception();
  }

  static VerdigrisException tooManyParts(String name, SourcePosition place) {
    return at(124, "the name " + name + " has too many parts", place)
        .detail("rule", "[[database.]schema.]relation")
        .state(STATE)
        .next("mend the name")
        .exception();
  }

  static VerdigrisException cycle(Map<QualifiedName, SourcePosition> cycle) {
    List<QualifiedName> names = new ArrayList<>(cycle.keySet());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      QualifiedName next = names.get((i + 1) % names.size());
      SourcePosition place = Optional.ofNullable(cycle.get(names.get(i))).orElseThrow();
      lines.add(names.get(i) + " reads " + next + "  (" + place.where() + ")");
    }
    String summary =
        names.size() == 1
            ? names.get(0) + " reads itself"
            : names.size() + " models read each other in a circle";
    return problem(130, summary)
        .detail("circle", String.join("\n", lines))
        .state(STATE)
        .next(
            "break it: one of them must not read the next; WITH MUTUALLY RECURSIVE recurses"
                + " within one model")
        .exception();
  }

  private static Optional<String> nearest(QualifiedName name, Collection<QualifiedName> known) {
    return Nearest.to(name.toString(), known.stream().map(QualifiedName::toString).toList())
        .map(near -> "did you mean " + near + "?");
  }

  /** A name as somebody would write it: quoted only where SQL would fold or split it. */
  private static String sql(QualifiedName name) {
    return plain(name.schema()) + "." + plain(name.name());
  }

  private static String plain(String identifier) {
    return identifier.matches("[a-z_][a-z0-9_]*") ? identifier : QualifiedName.quote(identifier);
  }

  private static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static Problem.Builder at(int number, String summary, SourcePosition place) {
    return problem(number, summary).detail("where", place.excerpt());
  }

  private static Problem.Builder problem(int number, String summary) {
    return Problem.of(ExitCode.CONFIGURATION, number, KIND, summary);
  }
}
