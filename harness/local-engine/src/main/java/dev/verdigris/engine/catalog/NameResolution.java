package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What names mean to one session in one {@link CatalogState}. */
public final class NameResolution {
  /** Looked into before the search path, whatever that is. */
  private static final List<String> ALWAYS_SEARCHED = List.of("mz_catalog", "pg_catalog");

  private static final String TEMPORARY = "mz_temp";

  private final CatalogState state;
  private final SessionContext session;

  NameResolution(CatalogState state, SessionContext session) {
    this.state = state;
    this.session = session;
  }

  /**
   * The item that a name means.
   *
   * @param parts one to three
   * @throws SqlException in Materialize's words if there is none
   */
  public Item item(List<String> parts) {
    return findItem(parts).orElseThrow(() -> CatalogErrors.unknownItem(parts));
  }

  /**
   * The item that a name means, if its schema exists and has it.
   *
   * @throws SqlException if a schema or database that the name tells does not exist
   */
  public Optional<Item> findItem(List<String> parts) {
    String name = last(parts);
    if (parts.size() > 1) {
      return isTemporary(parts)
          ? state.temporaryItem(session.temporarySchema(), name)
          : state.item(schemaOf(parts).id(), name);
    }
    Optional<Item> temporary = state.temporaryItem(session.temporarySchema(), name);
    return temporary.isPresent()
        ? temporary
        : searchPath().stream().flatMap(s -> state.item(s.id(), name).stream()).findFirst();
  }

  /** The type that a name means, if there is one. */
  public Optional<Item> findType(List<String> parts) {
    String name = last(parts);
    return parts.size() > 1
        ? typeIn(schemaOf(parts), name)
        : searchPath().stream().flatMap(s -> typeIn(s, name).stream()).findFirst();
  }

  /** A type of the server's own, or one that a user made. */
  private Optional<Item> typeIn(Schema schema, String name) {
    return state
        .type(schema.id(), name)
        .or(() -> state.item(schema.id(), name).filter(item -> item.type() == ObjectType.TYPE));
  }

  /** The overloads of the function that a name means; empty if there is none. */
  public List<Item> functions(List<String> parts) {
    String name = last(parts);
    if (parts.size() > 1) {
      return state.functions(schemaOf(parts).id(), name);
    }
    return searchPath().stream()
        .map(s -> state.functions(s.id(), name))
        .filter(overloads -> !overloads.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * The schema that a name of one or two parts means: in the named or the session's database, or
   * one of the server's own.
   */
  public Schema schema(List<String> parts) {
    String name = last(parts);
    DatabaseId database =
        parts.size() > 1
            ? database(parts.get(0)).id()
            : state.database(session.database()).map(Database::id).orElse(null);
    Optional<Schema> found = database == null ? Optional.empty() : state.schema(database, name);
    return found
        .or(() -> state.schema(null, name))
        .orElseThrow(() -> CatalogErrors.unknownSchema(name));
  }

  /** The database of that name. */
  public Database database(String name) {
    return state.database(name).orElseThrow(() -> CatalogErrors.unknownDatabase(name));
  }

  /** The session's own database, if it exists. */
  public Optional<Database> currentDatabase() {
    return state.database(session.database());
  }

  /** The cluster in which the session's statements run. */
  public Cluster currentCluster() {
    return state.resolveCluster(session.cluster());
  }

  /** The session's role, if it still exists. */
  public Role currentRole() {
    return state.resolveRole(session.role());
  }

  /** The schemas that unqualified names are looked up in, those that exist, in order. */
  public List<Schema> searchPath() {
    List<Schema> schemas = new ArrayList<>();
    for (String name : ALWAYS_SEARCHED) {
      if (!session.searchPath().contains(name)) {
        state.schema(null, name).ifPresent(schemas::add);
      }
    }
    @Nullable DatabaseId database = currentDatabase().map(Database::id).orElse(null);
    for (String name : session.searchPath()) {
      Optional<Schema> own = database == null ? Optional.empty() : state.schema(database, name);
      own.or(() -> state.schema(null, name)).ifPresent(schemas::add);
    }
    return schemas;
  }

  /**
   * Where an item without a schema in its name is made: the first that exists of the search path.
   */
  public Optional<Schema> creationSchema() {
    Optional<Database> database = currentDatabase();
    return session.searchPath().stream()
        .flatMap(name -> database.flatMap(d -> state.schema(d.id(), name)).stream())
        .findFirst();
  }

  /** The shortest name that means that item to the session, with dots, unquoted. */
  public String minimalName(Item item) {
    List<String> full = state.fullName(item);
    for (int from = full.size() - 1; from > 0; from--) {
      List<String> candidate = full.subList(from, full.size());
      if (means(candidate, item)) {
        return String.join(".", candidate);
      }
    }
    return String.join(".", full);
  }

  private boolean means(List<String> name, Item item) {
    try {
      return findItem(name).filter(found -> found.id().equals(item.id())).isPresent();
    } catch (SqlException e) {
      return false;
    }
  }

  private Schema schemaOf(List<String> parts) {
    if (parts.size() > 3) {
      throw CatalogErrors.tooManyParts(parts);
    }
    return schema(parts.subList(0, parts.size() - 1));
  }

  private static boolean isTemporary(List<String> parts) {
    return parts.size() == 2 && parts.get(0).equals(TEMPORARY);
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1);
  }
}
