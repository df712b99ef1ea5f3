package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.CreateMaterializedView;
import dev.verdigris.engine.sql.CreateStatement.CreateView;
import dev.verdigris.engine.sql.CreateStatement.IfExists;
import dev.verdigris.engine.sql.Ident;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code CREATE VIEW} and {@code CREATE MATERIALIZED VIEW}; both are views in PostgreSQL. */
final class ViewDdl {
  private final Change change;

  ViewDdl(Change change) {
    this.change = change;
  }

  String run(CreateView statement) {
    NewItem place = NewItem.resolve(change, statement.name(), statement.temporary());
    if (!isFree(place, ObjectType.VIEW, statement.ifExists())) {
      return "CREATE VIEW";
    }
    Definitions.DefinedQuery query =
        change
            .services
            .definitions()
            .query(statement.query(), ObjectType.VIEW, change.base, change.session);
    List<Column> columns = columns(place, ObjectType.VIEW, statement.columns(), query);
    place.requirePermanent(change, query.dependencies());
    place.requireCreate(change);
    replace(place, ObjectType.VIEW, statement.ifExists());
    CreateView stored =
        new CreateView(
            place.stored(),
            statement.columns(),
            query.resolved(),
            IfExists.ERROR,
            statement.temporary());
    ItemId id = put(place, ObjectType.VIEW, columns, null, query, StoredSql.of(stored));
    change.physical.add(Physical.createView(id, columns.size(), query.sql()));
    return "CREATE VIEW";
  }

  String run(CreateMaterializedView statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    Cluster cluster = Clusters.of(change, statement.cluster());
    MaterializedViewOptions options = new MaterializedViewOptions(statement.options());
    if (place.taken(change.base).isPresent()) {
      // That a name is taken is told after what is wrong with the columns, before what cannot be
      // materialized.
      columns(
          place,
          ObjectType.MATERIALIZED_VIEW,
          statement.columns(),
          change
              .services
              .definitions()
              .query(statement.query(), ObjectType.VIEW, change.base, change.session));
    }
    if (!isFree(place, ObjectType.MATERIALIZED_VIEW, statement.ifExists())) {
      return "CREATE MATERIALIZED VIEW";
    }
    Definitions.DefinedQuery query =
        change
            .services
            .definitions()
            .query(statement.query(), ObjectType.MATERIALIZED_VIEW, change.base, change.session);
    List<Column> columns =
        options.applyTo(columns(place, ObjectType.MATERIALIZED_VIEW, statement.columns(), query));
    place.requirePermanent(change, query.dependencies());
    place.requireCreate(change);
    change.rights.require(Privilege.CREATE, Owned.cluster(cluster.id()));
    Clusters.requireUsable(change, cluster);
    replace(place, ObjectType.MATERIALIZED_VIEW, statement.ifExists());
    CreateMaterializedView stored =
        new CreateMaterializedView(
            place.stored(),
            statement.columns(),
            Clusters.stored(cluster),
            query.resolved(),
            IfExists.ERROR,
            options.stored(),
            change.services.timestamps().now());
    ItemId id =
        put(
            place,
            ObjectType.MATERIALIZED_VIEW,
            columns,
            cluster.id(),
            query,
            StoredSql.of(stored));
    change.physical.add(
        Physical.createView(id, columns.size(), options.guard(query.sql(), columns)));
    return "CREATE MATERIALIZED VIEW";
  }

  /** Whether the statement has something to do; fails if the name is taken and may not be. */
  private boolean isFree(NewItem place, ObjectType type, IfExists ifExists) {
    Optional<Item> taken = place.taken(change.base);
    if (taken.isEmpty()) {
      return true;
    }
    switch (ifExists) {
      case ERROR -> throw DdlErrors.itemExists(taken.get().type(), place.fullName());
      case SKIP -> {
        change.skipExisting("42710", type, place.name());
        return false;
      }
      case REPLACE -> {
        if (taken.get().type() != type) {
          throw DdlErrors.wrongType(taken.get(), type);
        }
        return true;
      }
    }
    throw new IllegalStateException("no such case: " + ifExists);
  }

  private void replace(NewItem place, ObjectType type, IfExists ifExists) {
    if (ifExists == IfExists.REPLACE) {
      place.taken(change.base).ifPresent(old -> new DropDdl(change).replace(type, old));
    }
  }

  private List<Column> columns(
      NewItem place, ObjectType type, List<Ident> names, Definitions.DefinedQuery query) {
    List<Column> columns = new ArrayList<>(query.columns());
    if (names.size() > columns.size()) {
      String what = type.words() + " " + String.join(".", place.fullName());
      throw SqlException.internal(
          what
              + " definition names "
              + names.size()
              + " columns, but "
              + what
              + " has "
              + columns.size()
              + " columns");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String name = i < names.size() ? names.get(i).value() : column.name();
      if (!seen.add(name)) {
        throw DdlErrors.duplicateColumn(name);
      }
      columns.set(i, new Column(name, column.type(), column.nullable(), null));
    }
    return columns;
  }

  private ItemId put(
      NewItem place,
      ObjectType type,
      List<Column> columns,
      @Nullable ClusterId cluster,
      Definitions.DefinedQuery query,
      String sql) {
    ItemId id = change.newItem();
    RoleId owner = change.owner();
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            place.temporary(),
            place.name(),
            type,
            owner,
            place.privileges(change, type, owner),
            columns,
            cluster,
            query.dependencies(),
            sql,
            new ItemFacts.Defined(query.resolved(), query.constant(), query.keys()),
            Physical.name(id)));
    return id;
  }
}
