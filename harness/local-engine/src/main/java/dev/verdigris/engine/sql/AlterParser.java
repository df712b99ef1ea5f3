package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CommentStatement.Target;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ALTER, DROP, COMMENT and VALIDATE: what names things that are there. */
final class AlterParser {
  private static final String KINDS =
      "one of TABLE or VIEW or MATERIALIZED or SOURCE or SINK or INDEX or TYPE or ROLE or USER or"
          + " CLUSTER or SECRET or CONNECTION or DATABASE or SCHEMA or FUNCTION";

  private final Grammar grammar;
  private final TokenCursor tokens;

  AlterParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** A kind by its keywords, or null if none comes. */
  @Nullable ObjectKind optionalKind() {
    if (tokens.accept("CLUSTER", "REPLICA")) {
      return ObjectKind.CLUSTER_REPLICA;
    }
    if (tokens.accept("USER")) {
      return ObjectKind.ROLE;
    }
    for (ObjectKind kind : ObjectKind.values()) {
      if (tokens.accept(kind.sql().split(" "))) {
        return kind;
      }
    }
    return null;
  }

  private ObjectKind kind() {
    ObjectKind kind = optionalKind();
    if (kind == null) {
      throw tokens.expected(KINDS);
    }
    return kind;
  }

  private boolean ifExists() {
    if (!tokens.accept("IF")) {
      return false;
    }
    tokens.expect("EXISTS");
    return true;
  }

  Statement alter() {
    if (tokens.accept("DEFAULT")) {
      tokens.expect("PRIVILEGES");
      return grammar.privileges.defaults();
    }
    if (tokens.accept("SYSTEM")) {
      return system();
    }
    ObjectKind kind = kind();
    return switch (kind) {
      case ROLE -> role();
      case CLUSTER -> cluster();
      case SCHEMA -> item(kind, "RENAME", "SWAP", "OWNER");
      case CLUSTER_REPLICA -> item(kind, "RENAME", "OWNER");
      case DATABASE, TYPE -> item(kind, "OWNER");
      case TABLE -> item(kind, "SET", "RENAME", "OWNER", "RESET", "ADD");
      case SECRET -> item(kind, "AS", "RENAME", "OWNER");
      case SINK, SOURCE, VIEW, MATERIALIZED_VIEW, INDEX ->
          item(kind, "SET", "RENAME", "OWNER", "RESET");
      case CONNECTION -> item(kind, "RENAME", "OWNER", "SET", "DROP", "RESET", "ROTATE");
      case FUNCTION, CONTINUAL_TASK, NETWORK_POLICY ->
          throw SqlException.unsupported("ALTER " + kind.sql());
    };
  }

  private Statement item(ObjectKind kind, String... actions) {
    boolean ifExists = ifExists();
    ObjectName name = grammar.names.item();
    return switch (tokens.expectOneOf(actions)) {
      case "RENAME" -> {
        tokens.expect("TO");
        yield new AlterStatement.Rename(kind, ifExists, name, grammar.names.identifier());
      }
      case "OWNER" -> {
        tokens.expect("TO");
        yield new AlterStatement.OwnerTo(kind, ifExists, name, grammar.names.identifier());
      }
      case "SWAP" -> {
        tokens.expect("WITH");
        yield new AlterStatement.Swap(kind, ifExists, name, grammar.names.identifier());
      }
      case "ADD" -> addColumn(ifExists, name);
      case "AS" -> new AlterStatement.SecretValue(ifExists, name, grammar.exprs.expr());
      case "SET" -> set(kind, ifExists, name);
      default -> throw SqlException.unsupported("this ALTER " + kind.sql());
    };
  }

  private Statement set(ObjectKind kind, boolean ifExists, ObjectName name) {
    if (kind == ObjectKind.SINK && tokens.accept("FROM")) {
      return new AlterStatement.SinkSetFrom(ifExists, name, grammar.names.item());
    }
    tokens.expectSymbol("(");
    throw SqlException.unsupported("ALTER " + kind.sql() + " … SET (…)");
  }

  private Statement addColumn(boolean ifExists, ObjectName name) {
    tokens.expect("COLUMN");
    boolean ifNotExists = grammar.creates.ifNotExists();
    return new AlterStatement.AddColumn(ifExists, name, ifNotExists, grammar.tables.column());
  }

  private Statement cluster() {
    boolean ifExists = ifExists();
    Ident name = grammar.names.identifier();
    ObjectName object = new ObjectName(List.of(name), null);
    return switch (tokens.expectOneOf("OWNER", "RENAME", "RESET", "SET", "SWAP")) {
      case "OWNER" -> {
        tokens.expect("TO");
        yield new AlterStatement.OwnerTo(
            ObjectKind.CLUSTER, ifExists, object, grammar.names.identifier());
      }
      case "RENAME" -> {
        tokens.expect("TO");
        yield new AlterStatement.Rename(
            ObjectKind.CLUSTER, ifExists, object, grammar.names.identifier());
      }
      case "SWAP" -> {
        tokens.expect("WITH");
        yield new AlterStatement.Swap(
            ObjectKind.CLUSTER, ifExists, object, grammar.names.identifier());
      }
      case "RESET" ->
          new AlterStatement.ClusterReset(
              ifExists,
              name,
              grammar.names.parenthesized(() -> grammar.options.name(OptionNames.CLUSTER)));
      default -> clusterSet(ifExists, name);
    };
  }

  private Statement clusterSet(boolean ifExists, Ident name) {
    List<Option> options = grammar.options.parenthesized(OptionNames.CLUSTER);
    if (tokens.accept("WITH")) {
      throw SqlException.unsupported("ALTER CLUSTER … WITH (WAIT …)");
    }
    return new AlterStatement.ClusterSet(ifExists, name, options);
  }

  private Statement role() {
    Ident name = grammar.names.identifier();
    if (tokens.accept("SET")) {
      Ident variable = grammar.sessions.variable();
      sign();
      return new AlterStatement.RoleSet(name, variable, grammar.sessions.values());
    }
    if (tokens.accept("RESET")) {
      return new AlterStatement.RoleReset(name, grammar.sessions.variable());
    }
    tokens.accept("WITH");
    return new AlterStatement.RoleOptions(name, grammar.creates.roleOptions());
  }

  private Statement system() {
    if (tokens.expectOneOf("SET", "RESET").equals("SET")) {
      Ident variable = grammar.sessions.variable();
      sign();
      return new AlterStatement.SystemSet(variable, grammar.sessions.values());
    }
    return new AlterStatement.SystemReset(
        tokens.accept("ALL") ? null : grammar.sessions.variable());
  }

  private void sign() {
    if (!tokens.acceptSymbol("=") && !tokens.accept("TO")) {
      throw tokens.expected("equals sign or TO");
    }
  }

  Statement drop() {
    if (tokens.accept("OWNED")) {
      return grammar.privileges.dropOwned();
    }
    ObjectKind kind = kind();
    boolean ifExists = ifExists();
    List<ObjectName> names = grammar.names.commaSeparated(grammar.names::item);
    boolean cascade = "CASCADE".equals(tokens.acceptOneOf("CASCADE", "RESTRICT"));
    return new DropStatement(kind, ifExists, names, cascade);
  }

  Statement validate() {
    tokens.expect("CONNECTION");
    return new AlterStatement.ValidateConnection(grammar.names.item());
  }

  Statement comment() {
    tokens.expect("ON");
    Target target = target();
    tokens.expect("IS");
    if (tokens.accept("NULL")) {
      return new CommentStatement(target, null);
    }
    if (tokens.peek().kind() != Kind.STRING) {
      throw tokens.expected("NULL or literal string");
    }
    return new CommentStatement(target, tokens.next().value());
  }

  private Target target() {
    if (!tokens.accept("COLUMN")) {
      return new Target.OnObject(kind(), grammar.names.item());
    }
    SqlToken first = tokens.peek();
    List<Ident> parts = new ArrayList<>(grammar.names.name().parts());
    if (parts.size() < 2) {
      throw tokens.error("need to specify an object and a column", first);
    }
    Ident column = parts.remove(parts.size() - 1);
    return new Target.OnColumn(new ObjectName(List.copyOf(parts), null), column);
  }
}
