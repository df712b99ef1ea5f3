package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.PrivilegeStatement.GrantTarget;
import dev.verdigris.engine.sql.PrivilegeStatement.Privilege;
import dev.verdigris.engine.sql.PrivilegeStatement.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads GRANT, REVOKE and their kin. */
final class PrivilegeParser {
  private static final String[] PLURALS = {
    "TABLES",
    "VIEWS",
    "SOURCES",
    "TYPES",
    "SECRETS",
    "CONNECTIONS",
    "SCHEMAS",
    "DATABASES",
    "CLUSTERS"
  };

  private final Grammar grammar;
  private final TokenCursor tokens;

  PrivilegeParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** The kind that {@code plural}, one of the words for many, stands for. */
  static ObjectKind plural(String plural) {
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.plural().equals(plural)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(plural);
  }

  PrivilegeStatement grant(boolean grant) {
    List<Privilege> privileges = privileges();
    if (privileges == null) {
      List<Ident> roles = grammar.names.identifiers();
      tokens.expect(grant ? "TO" : "FROM");
      return new PrivilegeStatement.RoleMembership(grant, roles, roles());
    }
    tokens.expect("ON");
    GrantTarget target = target();
    tokens.expect(grant ? "TO" : "FROM");
    return new PrivilegeStatement.ObjectPrivileges(grant, privileges, target, roles());
  }

  /** The privileges that come next, none for ALL; null if no privilege comes. */
  private @Nullable List<Privilege> privileges() {
    if (tokens.accept("ALL")) {
      tokens.accept("PRIVILEGES");
      return List.of();
    }
    return privilege(false) == null ? null : grammar.names.commaSeparated(this::nextPrivilege);
  }

  private Privilege nextPrivilege() {
    Privilege privilege = privilege(true);
    if (privilege == null) {
      throw tokens.expected(
          TokenCursor.oneOf(Arrays.stream(Privilege.values()).map(Enum::name).toList()));
    }
    return privilege;
  }

  private @Nullable Privilege privilege(boolean pass) {
    for (Privilege privilege : Privilege.values()) {
      if (tokens.at(privilege.name())) {
        if (pass) {
          tokens.next();
        }
        return privilege;
      }
    }
    return null;
  }

  private List<Ident> roles() {
    return grammar.names.commaSeparated(
        () -> {
          tokens.accept("GROUP");
          return grammar.names.identifier();
        });
  }

  private GrantTarget target() {
    if (tokens.accept("SYSTEM")) {
      return new GrantTarget.OnSystem();
    }
    if (tokens.accept("ALL")) {
      ObjectKind kind = plural(tokens.expectOneOf(PLURALS));
      Scope scope = scope();
      return new GrantTarget.OnAll(kind, scope, in(scope));
    }
    ObjectKind kind = grammar.alters.optionalKind();
    List<ObjectName> names = grammar.names.commaSeparated(grammar.names::item);
    return new GrantTarget.OnObjects(kind == null ? ObjectKind.TABLE : kind, names);
  }

  private Scope scope() {
    if (!tokens.accept("IN")) {
      return Scope.EVERYWHERE;
    }
    return tokens.expectOneOf("DATABASE", "SCHEMA").equals("SCHEMA")
        ? Scope.IN_SCHEMA
        : Scope.IN_DATABASE;
  }

  private List<ObjectName> in(Scope scope) {
    return scope == Scope.EVERYWHERE
        ? List.of()
        : grammar.names.commaSeparated(grammar.names::name);
  }

  PrivilegeStatement defaults() {
    tokens.expect("FOR");
    List<Ident> roles = null;
    if (tokens.accept("ALL")) {
      tokens.expect("ROLES");
    } else {
      tokens.expectOneOf("ROLE", "USER");
      roles = grammar.names.identifiers();
    }
    Scope scope = scope();
    List<ObjectName> in = in(scope);
    boolean grant = tokens.expectOneOf("GRANT", "REVOKE").equals("GRANT");
    List<Privilege> privileges = privileges();
    if (privileges == null) {
      privileges = grammar.names.commaSeparated(this::nextPrivilege);
    }
    tokens.expect("ON");
    ObjectKind kind = plural(tokens.expectOneOf(PLURALS));
    tokens.expect(grant ? "TO" : "FROM");
    return new PrivilegeStatement.DefaultPrivileges(
        roles, scope, in, grant, privileges, kind, roles());
  }

  PrivilegeStatement reassign() {
    tokens.expect("OWNED", "BY");
    List<Ident> roles = roles();
    tokens.expect("TO");
    return new PrivilegeStatement.ReassignOwned(roles, grammar.names.identifier());
  }

  PrivilegeStatement dropOwned() {
    tokens.expect("BY");
    List<Ident> roles = roles();
    String end = tokens.acceptOneOf("CASCADE", "RESTRICT");
    return new PrivilegeStatement.DropOwned(roles, end == null ? null : end.equals("CASCADE"));
  }
}
