package dev.verdigris.engine.query;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.SchemaId;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The planning of one statement: what it is planned against, and what was found on the way. */
final class Planning {
  /** Columns of all relations of a statement have numbers; a relation has fewer than this. */
  private static final int COLUMNS_PER_RELATION = 10_000;

  final CatalogState state;
  final SessionContext session;
  final Shows shows;
  final Parameters parameters;
  final Casts casts;
  final Operators operators;
  final TypeNames types;
  private final Set<ItemId> reads = new LinkedHashSet<>();
  private final Set<String> volatileCalls = new LinkedHashSet<>();
  private int relations;
  private boolean recursive;

  Planning(CatalogState state, SessionContext session, Shows shows, List<SqlType> parameterTypes) {
    this.state = state;
    this.session = session;
    this.shows = shows;
    this.parameters = new Parameters(parameterTypes);
    this.casts = new Casts(parameters);
    this.operators = new Operators(casts, session);
    this.types = new TypeNames(this);
  }

  /** A number for a relation of the statement; its PostgreSQL alias is {@code r} and the number. */
  int nextRelation() {
    return ++relations;
  }

  static int columnId(int relation, int index) {
    return relation * COLUMNS_PER_RELATION + index;
  }

  /** The item that a name means; the query reads it from now on. */
  Item item(ObjectName name) {
    Item item = resolve(name);
    reads.add(item.id());
    return item;
  }

  private Item resolve(ObjectName name) {
    String id = name.id();
    Item byId = id == null ? null : state.item(new ItemId(id));
    return byId != null ? byId : state.resolveItem(name.names(), session);
  }

  /** The query is recursive: even one of constants is not computed while it is planned. */
  void recurses() {
    recursive = true;
  }

  Set<ItemId> reads() {
    return reads;
  }

  /** Functions used whose value depends on session or time. */
  Set<String> volatileCalls() {
    return volatileCalls;
  }

  void uses(String volatileCall) {
    volatileCalls.add(volatileCall);
  }

  /** A whole query as the client asks it: in the forms that the wire has. */
  PlannedQuery query(Query query) {
    Relation relation = new QueryTranslator(this).query(query, Scope.EMPTY, true);
    return planned(Rendering.rendered(relation), relation.columns(), relation.keys());
  }

  PlannedQuery planned(String sql, List<OutputColumn> columns, Keys keys) {
    List<ResultColumn> results = new ArrayList<>();
    for (OutputColumn column : columns) {
      results.add(
          new ResultColumn(
              column.name(),
              column.type(),
              column.nullable(),
              Rendering.isRendered(column.type())));
    }
    return new PlannedQuery(
        sql,
        results,
        parameters.types(),
        reads,
        timedomain(),
        keys.lists(),
        volatileCalls.contains("mz_now"),
        recursive || !reads.isEmpty());
  }

  private Timedomain timedomain() {
    Set<SchemaId> schemas = new HashSet<>();
    Set<ItemId> seen = new HashSet<>();
    boolean user = false;
    for (ItemId id : reads) {
      user |= collect(id, schemas, seen);
    }
    Timedomain.Kind kind =
        user
            ? Timedomain.Kind.USER
            : reads.isEmpty() ? Timedomain.Kind.CONSTANT : Timedomain.Kind.CATALOG;
    return new Timedomain(kind, schemas);
  }

  /** A view is read through what it reads; everything else is read itself. */
  private boolean collect(ItemId id, Set<SchemaId> schemas, Set<ItemId> seen) {
    Item item = state.item(id);
    if (item == null || item.isSystem() || !seen.add(id)) {
      return false;
    }
    schemas.add(item.schema());
    if (item.type() == ObjectType.VIEW) {
      for (ItemId dependency : item.dependencies()) {
        collect(dependency, schemas, seen);
      }
    }
    return true;
  }
}
