package dev.verdigris.preflight;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.Phase;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.Catalogs;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What preflight finds before a phase, on a server that has room and grants us all we need. */
record Before(
    Phase phase,
    Snapshot snapshot,
    ServerFacts facts,
    Accept accept,
    Optional<List<ModelOutline>> models,
    Map<String, ClusterSize> sized,
    SinkDecisions decisions,
    ProjectSinks project) {

  static final List<ModelOutline> MODELS =
      List.of(
          model("delay_by_airport", ObjectKind.MATERIALIZED_VIEW, "delay_by_airport_idx"),
          model("route_traffic", ObjectKind.MATERIALIZED_VIEW),
          model("cancellations", ObjectKind.MATERIALIZED_VIEW),
          model("on_time_board", ObjectKind.VIEW));

  static Before init(Snapshot snapshot) {
    return new Before(
        Phase.INIT,
        snapshot,
        granted(),
        Accept.NOTHING,
        Optional.of(MODELS),
        Map.of(),
        SinkDecisions.NONE,
        ProjectSinks.NONE);
  }

  /** Of a production whose green is built and validated. */
  static Before promote(Snapshot validated) {
    return new Before(
        Phase.PROMOTE,
        validated,
        granted(),
        Accept.NOTHING,
        Optional.empty(),
        Map.of(),
        SinkDecisions.NONE,
        ProjectSinks.NONE);
  }

  static ModelOutline model(String name, ObjectKind kind, String... indexes) {
    return new ModelOutline(
        "flights",
        name,
        kind,
        List.of(indexes),
        Set.of(new QualifiedName("materialize", "raw", "flights")));
  }

  private static ServerFacts granted() {
    return new ServerFacts(
        Map.of(
            "enable_rbac_checks", "on",
            "max_clusters", "25",
            "max_materialized_views", "500",
            "max_objects_per_schema", "1000",
            "max_replicas_per_cluster", "5",
            "max_schemas_per_database", "1000",
            "max_credit_consumption_rate", "1024",
            "allowed_cluster_replica_sizes", "\"25cc\", \"50cc\""),
        "mz_system",
        Catalogs.grants(new Grant(Catalogs.ROLE, "CREATE"), new Grant(Catalogs.ROLE, "USAGE")),
        Catalogs.grants(new Grant(Catalogs.ROLE, "CREATECLUSTER")),
        Map.of(),
        Map.of("25cc", new BigDecimal("0.25"), "50cc", new BigDecimal("0.5")),
        List.of(),
        List.of());
  }

  Before database(SortedSet<Grant> grants) {
    return with(
        new ServerFacts(
            facts.settings(),
            facts.databaseOwner(),
            grants,
            facts.systemGrants(),
            facts.memberOf(),
            facts.credits(),
            facts.subscriptions(),
            facts.events()));
  }

  Before system(SortedSet<Grant> grants) {
    return with(
        new ServerFacts(
            facts.settings(),
            facts.databaseOwner(),
            facts.databaseGrants(),
            grants,
            facts.memberOf(),
            facts.credits(),
            facts.subscriptions(),
            facts.events()));
  }

  Before setting(String name, String value) {
    Map<String, String> settings = new HashMap<>(facts.settings());
    settings.put(name, value);
    return with(
        new ServerFacts(
            settings,
            facts.databaseOwner(),
            facts.databaseGrants(),
            facts.systemGrants(),
            facts.memberOf(),
            facts.credits(),
            facts.subscriptions(),
            facts.events()));
  }

  Before member(String role, String of) {
    return with(
        new ServerFacts(
            facts.settings(),
            facts.databaseOwner(),
            facts.databaseGrants(),
            facts.systemGrants(),
            Map.of(role, Set.of(of)),
            facts.credits(),
            facts.subscriptions(),
            facts.events()));
  }

  Before subscription(String role, String... reads) {
    return with(
        new ServerFacts(
            facts.settings(),
            facts.databaseOwner(),
            facts.databaseGrants(),
            facts.systemGrants(),
            facts.memberOf(),
            facts.credits(),
            List.of(new ServerFacts.Subscription("1", role, "12:00", Set.of(reads))),
            facts.events()));
  }

  Before events(ServerFacts.AuditEvent... events) {
    return with(
        new ServerFacts(
            facts.settings(),
            facts.databaseOwner(),
            facts.databaseGrants(),
            facts.systemGrants(),
            facts.memberOf(),
            facts.credits(),
            facts.subscriptions(),
            List.of(events)));
  }

  private Before with(ServerFacts others) {
    return new Before(phase, snapshot, others, accept, models, sized, decisions, project);
  }

  Before accepting(Accept other) {
    return new Before(phase, snapshot, facts, other, models, sized, decisions, project);
  }

  Before models(Optional<List<ModelOutline>> others) {
    return new Before(phase, snapshot, facts, accept, others, sized, decisions, project);
  }

  /** With green.clusters of the configuration. */
  Before sized(String size, int replicas) {
    return new Before(
        phase,
        snapshot,
        facts,
        accept,
        models,
        Map.of("compute", new ClusterSize(size, replicas)),
        decisions,
        project);
  }

  /** Where somebody decided that this sink passes over a transition. */
  Before reconciling(String sink) {
    return new Before(
        phase,
        snapshot,
        facts,
        accept,
        models,
        sized,
        new SinkDecisions(Map.of(sink, SinkDecision.reconciled())),
        project);
  }

  /** With sinks that have files. */
  Before sinks(ProjectSink... files) {
    return new Before(
        phase, snapshot, facts, accept, models, sized, decisions, new ProjectSinks(List.of(files)));
  }

  List<Finding> found() {
    return Preflight.inspect(
        phase, Catalogs.situation(snapshot), facts, accept, models, sized, decisions, project);
  }

  /** Severity, text and what mends it, of everything but what is only told. */
  List<String> told() {
    return found().stream()
        .filter(finding -> finding.severity() != Severity.TELLS)
        .map(Before::line)
        .toList();
  }

  static String line(Finding finding) {
    return finding.severity()
        + " "
        + finding.text()
        + (finding.mend().isEmpty() ? "" : " → " + finding.mend());
  }
}
