package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Cluster;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.DataStatement.Subscribe;
import dev.verdigris.engine.sql.DataStatement.SubscribeRelation;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.subscribe.SubscribeShape;
import dev.verdigris.engine.subscribe.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE, by itself, within COPY and through a cursor. */
final class Subscriptions {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Session session;
  private final Reads reads;
  private final RowSender rows;

  Subscriptions(Session session, Reads reads) {
    this.session = session;
    this.reads = reads;
    this.rows = new RowSender(session.client());
  }

  /** Understands the statement: its columns are those of the changes. */
  static Prepared prepare(ParsedStatement source, Subscribe subscribe, Session session) {
    CatalogState state = session.state();
    PlannedQuery plan =
        session.engine().planner().query(query(subscribe), state, session, List.of());
    SubscribeShape.requireAvailable(subscribe.output(), session::feature);
    SubscribeShape shape = SubscribeShape.of(subscribe, plan);
    return new Prepared(source, shape.columns(), List.of(), plan, state.revision());
  }

  private static Query query(Subscribe subscribe) {
    if (subscribe.relation() instanceof SubscribeRelation.ToQuery query) {
      return query.query();
    }
    SubscribeRelation.ToRelation relation = (SubscribeRelation.ToRelation) subscribe.relation();
    return new Query(null, new Query.Table(relation.name()), List.of(), null, null);
  }

  private Subscription open(PlannedQuery plan, Subscribe subscribe) {
    session.transaction().become(Transaction.Kind.SUBSCRIPTION);
    AsOf.checkNow(subscribe.asOf(), plan, session);
    long upTo = AsOf.upTo(subscribe.upTo(), session);
    Cluster cluster = reads.admitSubscription(plan);
    return session
        .engine()
        .subscriptions()
        .open(
            plan,
            SubscribeShape.of(subscribe, plan),
            session.id().uuid().toString(),
            cluster.id(),
            upTo);
  }

  /**
   * Sends changes as rows until the statement is ended or all that can come has come.
   *
   * @param limit how many at most now; 0: all
   */
  Completion run(Portal portal, Subscribe subscribe, int limit) throws IOException {
    if (limit > 0) {
      return portion(portal, subscribe, limit);
    }
    SubscribeShape shape = SubscribeShape.of(subscribe, portal.prepared().planned());
    try (Subscription subscription = open(portal.prepared().planned(), subscribe)) {
      long count = 0;
      for (var row = next(subscription); row != null; row = next(subscription)) {
        rows.send(row, shape.columns(), portal.formats());
        flushIfIdle(subscription);
        count++;
      }
      return new Completion("SUBSCRIBE " + count);
    }
  }

  /** So many changes, waiting for them: the rest is for the next Execute. */
  private Completion portion(Portal portal, Subscribe subscribe, int limit) throws IOException {
    PlannedQuery plan = portal.prepared().planned();
    Subscription subscription = portal.subscription();
    if (subscription == null) {
      subscription = open(plan, subscribe);
      portal.reads(subscription);
    }
    SubscribeShape shape = SubscribeShape.of(subscribe, plan);
    for (int sent = 0; sent < limit; sent++) {
      var row = next(subscription);
      if (row == null) {
        return new Completion("SUBSCRIBE " + sent);
      }
      rows.send(row, shape.columns(), portal.formats());
    }
    return Completion.SUSPENDED;
  }

  /** Sends changes as lines until the statement is ended or all that can come has come. */
  Completion copy(Portal portal, Subscribe subscribe, CopyFormat format) throws IOException {
    PlannedQuery plan = portal.prepared().planned();
    MessageWriter out = session.client().out();
    try (Subscription subscription = open(plan, subscribe)) {
      CopyOut.begin(out, SubscribeShape.of(subscribe, plan).columns().size());
      session.client().flush();
      long count = 0;
      for (var row = next(subscription); row != null; row = next(subscription)) {
        CopyOut.row(row, format, out);
        flushIfIdle(subscription);
        count++;
      }
      out.empty('c');
      return new Completion("COPY " + count);
    }
  }

  /** The next row; null if there cannot be one any more. */
  private @Nullable List<@Nullable String> next(Subscription subscription) throws IOException {
    List<@Nullable String> row = pending;
    pending = null;
    while (row == null && !subscription.isComplete()) {
      row = session.interruption().look(() -> subscription.next(LOOK_NANOS));
      session.interruption().check();
    }
    return row;
  }

  private @Nullable List<@Nullable String> pending;

  /** Sends what is ready unless more is there already. */
  private void flushIfIdle(Subscription subscription) throws IOException {
    pending = session.interruption().look(() -> subscription.next(0));
    if (pending == null) {
      session.client().flush();
    }
  }

  /** Takes rows out of a cursor, waiting as the options say. */
  long fetch(Cursor cursor, long limit, List<Option> options, Formats formats) throws IOException {
    Portal portal = cursor.portal();
    Subscribe subscribe = (Subscribe) portal.prepared().statement();
    Subscription subscription = cursor.subscription();
    if (subscription == null) {
      subscription = open(portal.prepared().planned(), subscribe);
      cursor.reads(subscription);
    }
    Duration timeout = timeout(options).orElse(Duration.ofDays(1000));
    long deadline = System.nanoTime() + timeout.toNanos();
    long count = 0;
    while (count < limit) {
      long left = Math.max(0, deadline - System.nanoTime());
      // Without a time one waits for the first row only and takes what is ready then.
      boolean enough = count > 0 && timeout(options).isEmpty();
      List<@Nullable String> row = take(subscription, enough ? 0 : left);
      if (row == null) {
        break;
      }
      rows.send(row, portal.prepared().resultColumns(), formats);
      count++;
    }
    return count;
  }

  private @Nullable List<@Nullable String> take(Subscription subscription, long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (true) {
      long left = Math.max(0, deadline - System.nanoTime());
      List<@Nullable String> row =
          session.interruption().look(() -> subscription.next(Math.min(left, LOOK_NANOS)));
      session.interruption().check();
      if (row != null || left == 0 || subscription.isComplete()) {
        return row;
      }
    }
  }

  private static Optional<Duration> timeout(List<Option> options) {
    for (Option option : options) {
      if (!option.name().equals("TIMEOUT")
          || !(option.value() instanceof Option.Value.Literal literal)) {
        throw SqlException.unsupported("FETCH WITH (" + option.name() + ")");
      }
      String text =
          literal.expr() instanceof Expr.StringLiteral string
              ? string.value()
              : literal.expr() instanceof Expr.NumberLiteral number ? number.text() : "";
      return Optional.of(
          Durations.parse(text)
              .orElseThrow(() -> SqlException.unsupported("the FETCH timeout " + text)));
    }
    return Optional.empty();
  }
}
