package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.Unit;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What our role needs for the sinks of the project that a promotion will create, as Materialize's
 * documentation has it: CREATE on the schema and the cluster, USAGE on the connections and their
 * schemas, and to be allowed to read the relation. The server asks for it only at the {@code CREATE
 * SINK}, when the swap is done.
 */
final class NewSinkRules {
  private final Inspection in;
  private final Listing out;

  private NewSinkRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    if (in.facts().rightsAreChecked() && !in.snapshot().superuser()) {
      NewSinkRules rules = new NewSinkRules(in, out);
      in.project().missing(in.snapshot()).forEach(rules::find);
    }
  }

  private void find(ProjectSink sink) {
    schema(sink.name())
        .ifPresent(schema -> needs(sink, "CREATE", text(schema), schema.owner(), schema.grants()));
    in.snapshot()
        .clusterNamed(sink.cluster())
        .ifPresent(
            cluster ->
                needs(
                    sink,
                    "CREATE",
                    "CLUSTER " + quote(cluster.name()),
                    cluster.owner(),
                    cluster.grants()));
    for (QualifiedName name : sink.connections()) {
      schema(name)
          .ifPresent(
              schema -> {
                needs(sink, "USAGE", text(schema), schema.owner(), schema.grants());
                in.snapshot()
                    .itemNamed(schema.id(), name.name())
                    .ifPresent(
                        connection ->
                            needs(
                                sink,
                                "USAGE",
                                "CONNECTION " + in.snapshot().sqlName(connection),
                                connection.owner(),
                                connection.grants()));
              });
    }
    if (in.greenIsBuilt()) {
      relation(sink);
    }
  }

  private void relation(ProjectSink sink) {
    in.units(Unit.Kind.SCHEMA)
        .filter(unit -> unit.of().equals(sink.from().schema()))
        .flatMap(unit -> in.greenSchema(unit).stream())
        .forEach(
            green ->
                in.snapshot()
                    .itemNamed(green.id(), sink.from().name())
                    .ifPresent(
                        read ->
                            Reading.missing(in, in.role(), green, read)
                                .forEach(
                                    lack -> add(sink, lack.privilege(), lack.on(), lack.mend()))));
  }

  private void needs(
      ProjectSink sink, String privilege, String on, String owner, SortedSet<Grant> grants) {
    if (!in.facts().has(in.role(), privilege, owner, grants)) {
      add(sink, privilege, on, "GRANT " + privilege + " ON " + on + " TO " + quote(in.role()));
    }
  }

  private void add(ProjectSink sink, String privilege, String on, String mend) {
    out.add(
        Rule.NEW_SINK,
        "sink " + sink.name(),
        "",
        "role " + in.role() + " has no " + privilege + " on " + on,
        mend);
  }

  private Optional<Schema> schema(QualifiedName name) {
    return in.snapshot().schemaNamed(name.database(), name.schema());
  }

  private static String text(Schema schema) {
    return "SCHEMA " + Identifiers.qualified(schema.database(), schema.name());
  }
}
