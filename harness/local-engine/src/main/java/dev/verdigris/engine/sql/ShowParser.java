package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ShowStatement.Filter;
import dev.verdigris.engine.sql.ShowStatement.Listing;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads SHOW. */
final class ShowParser {
  private static final String[] PRIVILEGED = {
    "SYSTEM", "TABLES", "TYPES", "CLUSTERS", "SECRETS", "CONNECTIONS", "DATABASES", "SCHEMAS"
  };

  private static final Set<Listing> IN_CLUSTER =
      Set.of(Listing.MATERIALIZED_VIEWS, Listing.SOURCES, Listing.SINKS, Listing.INDEXES);
  private static final Set<Listing> ON_OBJECT =
      Set.of(Listing.INDEXES, Listing.TABLES, Listing.SUBSOURCES);
  private static final Set<Listing> IN_SCHEMA =
      Set.of(
          Listing.SCHEMAS,
          Listing.OBJECTS,
          Listing.TABLES,
          Listing.VIEWS,
          Listing.MATERIALIZED_VIEWS,
          Listing.SOURCES,
          Listing.SUBSOURCES,
          Listing.SINKS,
          Listing.INDEXES,
          Listing.CONNECTIONS,
          Listing.SECRETS,
          Listing.TYPES,
          Listing.CONTINUAL_TASKS);

  private final Grammar grammar;
  private final TokenCursor tokens;

  ShowParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  Statement show() {
    boolean redacted = tokens.at("REDACTED") && tokens.at(1, "CREATE");
    if (redacted) {
      tokens.next();
    }
    if (tokens.accept("CREATE")) {
      return create(redacted);
    }
    if (tokens.accept("COLUMNS")) {
      tokens.expectOneOf("FROM", "IN");
      return new ShowStatement.ShowColumns(grammar.names.item(), filter());
    }
    if (tokens.accept("PRIVILEGES")) {
      return privileges(Listing.PRIVILEGES);
    }
    if (tokens.accept("DEFAULT", "PRIVILEGES")) {
      return privileges(Listing.DEFAULT_PRIVILEGES);
    }
    if (tokens.accept("ROLE", "MEMBERSHIP")) {
      return listing(Listing.ROLE_MEMBERSHIP, null, null, null, null, false, role());
    }
    Listing listing = kind();
    return listing == null ? variable() : list(listing);
  }

  private @Nullable Listing kind() {
    for (Listing listing : Listing.values()) {
      if (tokens.accept(listing.sql().split(" "))) {
        return listing;
      }
    }
    return null;
  }

  private ShowStatement list(Listing listing) {
    ObjectName from = null;
    ObjectName on = null;
    ClusterName cluster = null;
    while (true) {
      if (IN_CLUSTER.contains(listing) && tokens.accept("IN", "CLUSTER")) {
        cluster = grammar.names.cluster();
      } else if (from == null
          && on == null
          && IN_SCHEMA.contains(listing)
          && tokens.acceptOneOf("FROM", "IN") != null) {
        from = grammar.names.name();
      } else if (on == null && ON_OBJECT.contains(listing) && tokens.accept("ON")) {
        on = grammar.names.item();
      } else {
        return listing(listing, from, on, cluster, null, false, null);
      }
    }
  }

  private ShowStatement privileges(Listing listing) {
    boolean system = false;
    ObjectKind of = null;
    if (tokens.accept("ON")) {
      String word = tokens.expectOneOf(PRIVILEGED);
      system = word.equals("SYSTEM");
      of = system ? null : PrivilegeParser.plural(word);
    }
    return listing(listing, null, null, null, of, system, role());
  }

  private @Nullable Ident role() {
    return tokens.accept("FOR") ? grammar.names.identifier() : null;
  }

  private ShowStatement listing(
      Listing listing,
      @Nullable ObjectName from,
      @Nullable ObjectName on,
      @Nullable ClusterName cluster,
      @Nullable ObjectKind of,
      boolean system,
      @Nullable Ident role) {
    return new ShowStatement.ShowObjects(listing, from, on, cluster, of, system, role, filter());
  }

  private @Nullable Filter filter() {
    if (tokens.accept("LIKE")) {
      return new Filter.Like(tokens.expectString());
    }
    return tokens.accept("WHERE") ? new Filter.Where(grammar.exprs.expr()) : null;
  }

  private ShowStatement create(boolean redacted) {
    ObjectKind kind =
        switch (tokens.expectOneOf(
            "VIEW",
            "MATERIALIZED",
            "TABLE",
            "SOURCE",
            "SINK",
            "INDEX",
            "CONNECTION",
            "CLUSTER",
            "TYPE")) {
          case "VIEW" -> ObjectKind.VIEW;
          case "MATERIALIZED" -> {
            tokens.expect("VIEW");
            yield ObjectKind.MATERIALIZED_VIEW;
          }
          case "TABLE" -> ObjectKind.TABLE;
          case "SOURCE" -> ObjectKind.SOURCE;
          case "SINK" -> ObjectKind.SINK;
          case "INDEX" -> ObjectKind.INDEX;
          case "CONNECTION" -> ObjectKind.CONNECTION;
          case "CLUSTER" -> ObjectKind.CLUSTER;
          default -> ObjectKind.TYPE;
        };
    if (redacted && kind == ObjectKind.CLUSTER) {
      throw SqlException.unsupported("SHOW REDACTED CREATE CLUSTER");
    }
    ObjectName name =
        kind == ObjectKind.CLUSTER
            ? new ObjectName(List.of(grammar.names.identifier()), null)
            : grammar.names.item();
    return new ShowStatement.ShowCreate(kind, name, redacted);
  }

  private Statement variable() {
    if (tokens.accept("ALL")) {
      return new SessionStatement.ShowVariable(null);
    }
    if (tokens.accept("TIME", "ZONE")) {
      return new SessionStatement.ShowVariable(new Ident("timezone"));
    }
    if (tokens.accept("TRANSACTION", "ISOLATION", "LEVEL")) {
      return new SessionStatement.ShowVariable(new Ident("transaction_isolation"));
    }
    return new SessionStatement.ShowVariable(grammar.names.identifier());
  }
}
