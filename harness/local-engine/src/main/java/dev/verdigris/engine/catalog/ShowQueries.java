package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.Shows;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.ShowStatement;
import dev.verdigris.engine.sql.ShowStatement.Filter;
import dev.verdigris.engine.sql.ShowStatement.Listing;
import dev.verdigris.engine.sql.ShowStatement.ShowColumns;
import dev.verdigris.engine.sql.ShowStatement.ShowCreate;
import dev.verdigris.engine.sql.ShowStatement.ShowObjects;
import dev.verdigris.engine.sql.SqlStyle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code SHOW} statements as queries of the server's own relations, or of constants. */
public final class ShowQueries implements Shows {

  @Override
  public Query query(ShowStatement show, CatalogState state, SessionContext session) {
    if (show instanceof ShowObjects objects) {
      return parse(list(objects, state, session));
    }
    if (show instanceof ShowColumns columns) {
      return parse(columns(columns, state, session));
    }
    ShowCreate create = (ShowCreate) show;
    String[] row = new ShowCreates(state, session).row(create);
    return parse(
        "SELECT "
            + Physical.literal(row[0])
            + " AS name, "
            + Physical.literal(row[1])
            + " AS create_sql");
  }

  /**
   * Fails for what a server notices only when it runs the statement, after it told the columns.
   *
   * @throws SqlException in Materialize's words
   */
  public static void check(ShowStatement show, CatalogState state, SessionContext session) {
    if (show instanceof ShowCreate create) {
      new ShowCreates(state, session).check(create);
    }
  }

  private static Query parse(String sql) {
    return ((SelectStatement) Parser.parse(sql).get(0)).query();
  }

  private static String columns(ShowColumns show, CatalogState state, SessionContext session) {
    Item item = state.resolveItem(show.relation().names(), session);
    if (!item.type().isRelation()) {
      throw SqlException.internal(
          String.join(".", state.fullName(item))
              + " is "
              + item.type().withArticle()
              + " and so does not have columns");
    }
    List<String> conditions = new ArrayList<>(List.of("id = " + literal(item.id().value())));
    conditions.addAll(filter(show.filter(), "name"));
    return select("name, nullable, type, comment", "mz_show_columns", conditions, "position");
  }

  private static String list(ShowObjects show, CatalogState state, SessionContext session) {
    List<String> conditions = new ArrayList<>();
    if (show.cluster() != null) {
      conditions.add("cluster_id = " + literal(cluster(show, state)));
    }
    Shown shown = Shown.of(show.listing());
    if (shown.place() == Shown.Place.SCHEMA && show.on() == null) {
      conditions.add("schema_id = " + literal(schema(show.from(), state, session)));
    }
    if (shown.place() == Shown.Place.DATABASE) {
      conditions.add(
          "(database_id = "
              + literal(database(show.from(), state, session))
              + " OR database_id IS NULL)");
    }
    if (show.on() != null) {
      Item on = state.resolveItem(show.on().names(), session);
      conditions.add(
          (show.listing() == Listing.INDEXES ? "on_id" : "source_id")
              + " = "
              + literal(on.id().value()));
    }
    conditions.addAll(rights(show, state));
    conditions.addAll(filter(show.filter(), shown.likeColumn()));
    return select(shown.columns(), shown.relation(), conditions, shown.order());
  }

  private static List<String> rights(ShowObjects show, CatalogState state) {
    List<String> conditions = new ArrayList<>();
    if (show.system()) {
      conditions.add("object_type = 'system'");
    } else if (show.of() != null) {
      conditions.add("object_type = " + literal(Types.of(show.of()).catalogName()));
    }
    if (show.role() != null) {
      Role role = state.resolveRole(show.role().value());
      String column = show.listing() == Listing.ROLE_MEMBERSHIP ? "member" : "grantee";
      conditions.add(column + " IN (" + literal(role.name()) + ", 'PUBLIC')");
    }
    return conditions;
  }

  private static String cluster(ShowObjects show, CatalogState state) {
    var name = java.util.Objects.requireNonNull(show.cluster());
    return name.id() != null
        ? name.id()
        : state.resolveCluster(java.util.Objects.requireNonNull(name.name()).value()).id().value();
  }

  private static String schema(
      @Nullable ObjectName from, CatalogState state, SessionContext session) {
    if (from != null) {
      return state.resolveSchema(from.names(), session).id().value();
    }
    return state
        .names(session)
        .creationSchema()
        .map(schema -> schema.id().value())
        .orElseThrow(CatalogErrors::noSchemaSelected);
  }

  private static String database(
      @Nullable ObjectName from, CatalogState state, SessionContext session) {
    String name = from == null ? session.database() : from.toString();
    return state.names(session).database(name).id().value();
  }

  private static List<String> filter(@Nullable Filter filter, String column) {
    if (filter instanceof Filter.Like like) {
      return List.of(column + " LIKE " + literal(like.pattern()));
    }
    if (filter instanceof Filter.Where where) {
      Expr expr = where.expr();
      return List.of("(" + Printer.print(expr, SqlStyle.STORED) + ")");
    }
    return List.of();
  }

  private static String select(
      String columns, String relation, List<String> conditions, String order) {
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return "SELECT " + columns + " FROM mz_internal." + relation + where + " ORDER BY " + order;
  }

  private static String literal(String text) {
    return Physical.literal(text);
  }
}
