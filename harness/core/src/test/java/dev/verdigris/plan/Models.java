package dev.verdigris.plan;

import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.project.GreenStatement;
import dev.verdigris.project.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The models of the new version. */
final class Models {
  static final String DIGEST = "0123456789abcdef0123456789abcdef";
  static final String VERDICT = "ab".repeat(32);

  private static final GreenStatement.Origin NOWHERE =
      offset -> {
        throw new UnsupportedOperationException("no file behind offset " + offset);
      };

  private Models() {}

  static List<PlannedModel> all() {
    return List.of(delayByAirport("v2"), routeTraffic(), cancellations(), onTimeBoard());
  }

  static PlannedModel delayByAirport(String digest, GreenStatement... more) {
    List<GreenStatement> statements = new ArrayList<>();
    statements.add(create("MATERIALIZED VIEW", "delay_by_airport", true));
    statements.add(index("delay_by_airport_idx", "delay_by_airport", "(iata)"));
    statements.addAll(List.of(more));
    return new PlannedModel(
        "flights", "delay_by_airport", ObjectKind.MATERIALIZED_VIEW, digest, Set.of(), statements);
  }

  static PlannedModel routeTraffic() {
    return materializedView("route_traffic", "v1");
  }

  static PlannedModel cancellations() {
    return materializedView(
        "cancellations",
        "v1",
        new GreenStatement.Grant(
            "GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"cancellations\" TO dashboard",
            List.of("SELECT"),
            List.of("dashboard"),
            NOWHERE),
        comment("cancellations", null, "per day"));
  }

  static PlannedModel onTimeBoard() {
    return new PlannedModel(
        "flights",
        "on_time_board",
        ObjectKind.VIEW,
        "v1",
        Set.of(new QualifiedName("materialize", "flights", "delay_by_airport")),
        List.of(create("VIEW", "on_time_board", false)));
  }

  static PlannedModel materializedView(String name, String digest, GreenStatement... more) {
    return new PlannedModel(
        "flights",
        name,
        ObjectKind.MATERIALIZED_VIEW,
        digest,
        Set.of(),
        Stream.concat(Stream.of(create("MATERIALIZED VIEW", name, true)), Stream.of(more))
            .toList());
  }

  static GreenStatement comment(
      String on, @org.jspecify.annotations.Nullable String column, String text) {
    return new GreenStatement.Comment("COMMENT ON " + on, column, null, text, NOWHERE);
  }

  static GreenStatement index(String name, String on, String definition) {
    return new GreenStatement.Index(
        "CREATE INDEX \""
            + name
            + "\" IN CLUSTER \"compute_pr_17\" ON \"materialize\".\"flights_pr_17\".\""
            + on
            + "\" "
            + definition,
        name,
        "compute_pr_17",
        definition,
        NOWHERE);
  }

  private static GreenStatement create(String kind, String name, boolean onCluster) {
    return new GreenStatement.Create(
        "CREATE "
            + kind
            + " \"materialize\".\"flights_pr_17\".\""
            + name
            + "\" "
            + (onCluster ? "IN CLUSTER \"compute_pr_17\" " : "")
            + "AS SELECT 1",
        onCluster ? "compute_pr_17" : null,
        NOWHERE);
  }
}
