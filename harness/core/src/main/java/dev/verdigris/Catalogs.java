package dev.verdigris;

import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.Executor;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Situation;
import dev.verdigris.project.ExternalRelations;
import dev.verdigris.project.QualifiedName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where a deployment stands, and remembers what it read last. */
final class Catalogs implements Executor.Catalog {
  private final Sessions sessions;
  private final Scope scope;
  private volatile @Nullable Situation last;

  /**
   * Reads for one deployment.
   *
   * @param sessions where sessions come from
   * @param scope what the deployment is about
   */
  Catalogs(Sessions sessions, Scope scope) {
    this.sessions = sessions;
    this.scope = scope;
  }

  Situation read(Session session) throws SQLException {
    Situation situation = Situation.of(scope, CatalogReader.read(session, scope));
    last = situation;
    return situation;
  }

  /** Remembers what steps have brought about since: what was read before them is the past. */
  @Override
  public void reached(Situation situation) {
    last = situation;
  }

  @Override
  public Optional<Situation> now() {
    try (Session session = sessions.openForState()) {
      return Optional.of(read(session));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** One sentence about the state, for messages: never fails. */
  String stateText() {
    return now().map(Catalogs::text).orElseGet(this::lastKnown);
  }

  private String lastKnown() {
    Situation known = last;
    return known == null
        ? "not known: the server does not answer; the catalog tells on the next run"
        : "as far as is known: "
            + text(known)
            + "; the server does not answer any more, the catalog tells on the next run";
  }

  /** Where a deployment stands, in one sentence. */
  static String text(Situation situation) {
    DeploymentState state = situation.state();
    String sinks =
        state.pendingSinks().isEmpty() ? "" : ": " + String.join(", ", state.pendingSinks());
    return "deployment "
        + situation.scope().deployment()
        + " is "
        + state.kind().label()
        + " ("
        + state.reason()
        + sinks
        + ")";
  }

  /** The relations of a snapshot, as a project asks for them. */
  static ExternalRelations relations(Snapshot snapshot) {
    return new ExternalRelations() {
      @Override
      public boolean exists(QualifiedName name) {
        return snapshot
            .schemaNamed(name.database(), name.schema())
            .flatMap(schema -> snapshot.itemNamed(schema.id(), name.name()))
            .filter(item -> item.kind().isRelation())
            .isPresent();
      }

      @Override
      public Collection<QualifiedName> known() {
        return snapshot.items().values().stream()
            .filter(item -> item.kind().isRelation() && item.kind() != ObjectKind.INDEX)
            .map(
                item ->
                    snapshot
                        .schema(item.schemaId())
                        .map(schema -> name(schema, item.name()))
                        .orElse(null))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
      }
    };
  }

  private static QualifiedName name(Schema schema, String name) {
    return new QualifiedName(schema.database(), schema.name(), name);
  }
}
