package dev.verdigris.engine.wire;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Cluster;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.Timedomain;
import dev.verdigris.engine.sql.DataStatement;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs queries: where they may read, on which cluster, and in portions where that is asked for. */
final class Reads {
  private static final String CATALOG_SERVER = "mz_catalog_server";

  private final Session session;

  Reads(Session session) {
    this.session = session;
  }

  /**
   * Sends the rows of a query.
   *
   * @param limit how many at most now; 0: all
   */
  Completion select(Portal portal, PlannedQuery plan, int limit) throws IOException {
    Client client = session.client();
    List<ResultColumn> columns = plan.columns();
    return select(portal, plan, limit, row -> portal.formats().send(row, columns, client.out()));
  }

  /** Gives the rows of a query to {@code rows}. */
  Completion select(Portal portal, PlannedQuery plan, int limit, Backend.Rows rows)
      throws IOException {
    String open = portal.onBackend();
    if (open == null) {
      requireEvaluable(portal, plan);
      admit(plan);
      if (limit == 0) {
        return completion(
            session.computing(plan, b -> b.query(plan.sql(), portal.parameters(), rows)));
      }
      session.openForReads();
      String name = session.nextPortalName();
      session.computing(
          plan,
          b -> {
            b.open(name, plan.sql(), portal.parameters());
            return name;
          });
      portal.openedOnBackend(name);
      open = name;
    }
    String name = open;
    return completion(session.computing(plan, b -> b.fetch(name, limit, rows)));
  }

  /** Waits for the time of the read if that is to come; what is wrong with it is told before. */
  void awaitTime(DataStatement.@Nullable AsOf asOf, PlannedQuery plan) {
    OptionalLong later = AsOf.check(asOf, plan, session);
    if (later.isPresent()) {
      join(plan);
      FutureRead.await(later.getAsLong(), plan, session);
    }
  }

  /** A constant is computed before the transaction has a say: its error comes first. */
  private void requireEvaluable(Portal portal, PlannedQuery plan) throws IOException {
    Transaction transaction = session.transaction();
    if (plan.timedomain().kind() == Timedomain.Kind.CONSTANT
        && transaction.kind() != Transaction.Kind.WRITES
        && !transaction.fits(Transaction.Kind.READS)) {
      session.computing(plan, b -> b.query(plan.sql(), portal.parameters(), row -> {}));
    }
  }

  private static Completion completion(Backend.Completion completion) {
    return new Completion(completion.tag());
  }

  /** Makes the query part of the transaction, or fails; waits until what it reads can be read. */
  void admit(PlannedQuery plan) {
    join(plan);
    Transaction transaction = session.transaction();
    Timedomains.Domain domain = transaction.domain();
    if (domain != null
        && (transaction.isBlock()
            || plan.usesNow()
            || (transaction.extent() == Transaction.Extent.MESSAGE && !domain.onCatalogServer()))) {
      session.openForReads();
    }
  }

  private void join(PlannedQuery plan) {
    Transaction transaction = session.transaction();
    CatalogState state = session.state();
    if (transaction.kind() == Transaction.Kind.WRITES
        && plan.timedomain().kind() == Timedomain.Kind.CONSTANT) {
      // What reads nothing has no time of its own, and may stand beside writes.
      return;
    }
    transaction.become(Transaction.Kind.READS);
    state.rights(session).requireRead(plan.reads());
    Timedomains.Domain domain = transaction.domain();
    if (domain == null) {
      boolean routed =
          Timedomains.isRouted(plan, session.variables().isOn("auto_route_catalog_queries"))
              || (plan.timedomain().kind() == Timedomain.Kind.CONSTANT
                  && session.state().cluster(session.cluster()).isEmpty());
      if (!routed) {
        requireCluster(plan, state);
      }
      domain = Timedomains.of(plan, routed, state);
      transaction.settle(domain);
    } else if (!domain.onCatalogServer() && plan.timedomain().kind() == Timedomain.Kind.USER) {
      requireCluster(plan, state);
    }
    Timedomains.check(domain, plan, state);
    session.awaitReadable(plan);
  }

  /** Fails unless the session's cluster is there and can compute. */
  void requireCluster(PlannedQuery plan, CatalogState state) {
    Cluster cluster = state.resolveCluster(session.cluster());
    if (cluster.name().equals(CATALOG_SERVER)) {
      List<String> items =
          Timedomains.stored(plan.reads(), state).stream()
              .filter(item -> !item.isSystem())
              .map(item -> Timedomains.name(item, state))
              .sorted()
              .toList();
      if (!items.isEmpty()) {
        throw TransactionErrors.notOnCatalogServer(items);
      }
      return;
    }
    state.rights(session).requireUsage(cluster.id());
    if (plan.timedomain().kind() != Timedomain.Kind.CONSTANT
        && state.replicas(cluster.id()).isEmpty()) {
      throw TransactionErrors.noReplicas(cluster.name());
    }
  }

  /** The same for a subscription; tells where it runs. */
  Cluster admitSubscription(PlannedQuery plan) {
    CatalogState state = session.state();
    boolean routed =
        Timedomains.isRouted(plan, session.variables().isOn("auto_route_catalog_queries"));
    if (!routed) {
      requireCluster(plan, state);
    }
    state.rights(session).requireRead(plan.reads());
    session.awaitReadable(plan);
    return state.resolveCluster(routed ? CATALOG_SERVER : session.cluster());
  }
}
