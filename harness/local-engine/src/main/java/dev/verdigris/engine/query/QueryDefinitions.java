package dev.verdigris.engine.query;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Definitions;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.query.Scope.Entry;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.ColumnOption;
import dev.verdigris.engine.sql.CreateStatement.CreateType;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.NameRewriter;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.SqlStyle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What SQL that is stored means: queries of views, columns of tables, keys of indexes. */
public final class QueryDefinitions implements Definitions {
  private static final Set<String> CLOCK = Set.of("now", "current_timestamp", "mz_now");
  private static final Set<String> FIXED = Set.of("version", "mz_version", "mz_version_num");

  private final Shows shows;

  /** Definitions whose queries may hold a {@code SHOW}, which {@code shows} knows. */
  public QueryDefinitions(Shows shows) {
    this.shows = shows;
  }

  @Override
  public DefinedQuery query(
      Query query, ObjectType type, CatalogState state, SessionContext session) {
    Planning planning = new Planning(state, session, shows, List.of());
    Relation relation = new QueryTranslator(planning).query(query, Scope.EMPTY, true);
    if (!planning.parameters.types().isEmpty()) {
      throw SqlException.internal("there is no parameter $1");
    }
    if (type == ObjectType.MATERIALIZED_VIEW) {
      requireMaterializable(query, planning);
    } else {
      requireStorable(planning.volatileCalls());
    }
    StoredNames names = new StoredNames(planning);
    Query resolved = NameRewriter.rewrite(query, names);
    List<Column> columns = new ArrayList<>();
    for (Relation.OutputColumn column : relation.columns()) {
      columns.add(new Column(column.name(), column.type(), column.nullable(), null));
    }
    boolean constant = planning.reads().isEmpty() && planning.volatileCalls().isEmpty();
    return new DefinedQuery(
        resolved,
        relation.sql(),
        columns,
        Set.copyOf(names.dependencies()),
        constant,
        relation.keys().lists());
  }

  /** Values of the session are put in when a statement is planned, so a view cannot have them. */
  private static void requireStorable(Set<String> volatileCalls) {
    for (String call : volatileCalls) {
      if (!CLOCK.contains(call) && !FIXED.contains(call)) {
        throw SqlException.unsupported("function " + call + "() in a view");
      }
    }
  }

  private static void requireMaterializable(Query query, Planning planning) {
    Set<String> calls = new LinkedHashSet<>(planning.volatileCalls());
    for (ItemId id : List.copyOf(planning.reads())) {
      calls.addAll(viewCalls(planning, id));
    }
    if (calls.remove("mz_now")) {
      TemporalFilters.check(query);
    }
    requireMaterializable(calls);
  }

  private static void requireMaterializable(Set<String> calls) {
    for (String call : calls) {
      if (call.equals("now") || call.equals("current_timestamp")) {
        throw SqlException.of(
                SqlException.FEATURE_NOT_SUPPORTED, "cannot materialize call to current_timestamp")
            .withDetail("See: https://materialize.com/docs/sql/functions/now_and_mz_now/")
            .withHint("In temporal filters `mz_now()` may work instead.");
      } else {
        throw SqlException.of(
            SqlException.FEATURE_NOT_SUPPORTED, "cannot materialize call to " + call);
      }
    }
  }

  /** What the views behind a relation call: they are computed along with what reads them. */
  private static Set<String> viewCalls(Planning planning, ItemId id) {
    Item item = planning.state.item(id);
    if (item == null
        || item.type() != ObjectType.VIEW
        || !(item.facts() instanceof ItemFacts.Defined defined)) {
      return Set.of();
    }
    Planning inner = new Planning(planning.state, planning.session, planning.shows, List.of());
    new QueryTranslator(inner).query(defined.query(), Scope.EMPTY, true);
    Set<String> calls = new LinkedHashSet<>(inner.volatileCalls());
    if (calls.contains("mz_now")) {
      TemporalFilters.check(defined.query());
      calls.remove("mz_now");
    }
    for (ItemId next : inner.reads()) {
      calls.addAll(viewCalls(planning, next));
    }
    return calls;
  }

  @Override
  public DefinedColumn column(
      ColumnDefinition definition, CatalogState state, SessionContext session) {
    Planning planning = new Planning(state, session, shows, List.of());
    SqlType type = planning.types.resolve(definition.type());
    if (TypeNames.holdsRecord(type)) {
      throw SqlException.unsupported("a column of a record");
    }
    StoredNames names = new StoredNames(planning);
    boolean nullable = true;
    String defaultSql = "NULL";
    String defaultValue = "NULL";
    List<ColumnOption> options = new ArrayList<>();
    for (ColumnOption option : definition.options()) {
      if (option instanceof ColumnOption.NotNull) {
        nullable = false;
        options.add(option);
      } else if (option instanceof ColumnOption.Default value) {
        ExpressionTranslator translator = new ExpressionTranslator(planning, Scope.EMPTY);
        Expression e =
            planning.casts.cast(translator.translate(value.value()), type, Casts.When.ASSIGNMENT);
        requireStorable(planning.volatileCalls());
        Expr resolved = NameRewriter.rewrite(value.value(), names);
        defaultSql = Printer.print(resolved, SqlStyle.STORED);
        defaultValue = e.sql();
        options.add(new ColumnOption.Default(value.name(), resolved));
      } else {
        options.add(option);
      }
    }
    ColumnDefinition resolved =
        new ColumnDefinition(
            definition.name(),
            NameRewriter.rewrite(definition.type(), names),
            definition.collation(),
            options);
    Column column = new Column(definition.name().value(), type, nullable, defaultSql);
    return new DefinedColumn(resolved, column, defaultValue, Set.copyOf(names.dependencies()));
  }

  @Override
  public DefinedType type(CreateType type, CatalogState state, SessionContext session) {
    Planning planning = new Planning(state, session, shows, List.of());
    planning.types.define(type.definition());
    StoredNames names = new StoredNames(planning);
    CreateType resolved = (CreateType) NameRewriter.rewrite(type, names);
    return new DefinedType(resolved, Set.copyOf(names.dependencies()));
  }

  @Override
  public DefinedKey key(Expr expr, Item on, CatalogState state, SessionContext session) {
    Planning planning = new Planning(state, session, shows, List.of());
    List<String> full = state.fullName(on);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < on.columns().size(); i++) {
      Column column = on.columns().get(i);
      Expression e =
          Expression.of(on.physicalColumn(i + 1), column.type(), column.nullable())
              .withOrigin(new Origin.Column(1, i));
      entries.add(new Entry(on.name(), full.subList(0, full.size() - 1), column.name(), e, false));
    }
    Expression key = new ExpressionTranslator(planning, Scope.EMPTY.inner(entries)).translate(expr);
    StoredNames names = new StoredNames(planning);
    Expr resolved = NameRewriter.rewrite(expr, names);
    Set<String> calls = new LinkedHashSet<>(planning.volatileCalls());
    calls.addAll(viewCalls(planning, on.id()));
    requireMaterializable(calls);
    ItemFacts.IndexKey fact =
        key.origin() instanceof Origin.Column column
            ? new ItemFacts.IndexKey(column.index() + 1, null, key.nullable())
            : new ItemFacts.IndexKey(null, Printer.print(resolved, SqlStyle.SHOWN), key.nullable());
    return new DefinedKey(resolved, fact, Set.copyOf(names.dependencies()));
  }
}
