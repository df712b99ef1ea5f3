package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about who may do what. */
public sealed interface PrivilegeStatement extends Statement {

  /** The privileges there are. */
  enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    USAGE,
    CREATE,
    CREATEROLE,
    CREATEDB,
    CREATECLUSTER,
    CREATENETWORKPOLICY
  }

  /**
   * {@code GRANT privileges ON target TO roles}, or {@code REVOKE … FROM}.
   *
   * @param privileges empty for {@code ALL}
   * @param grantees roles; PUBLIC is {@code public}, as Materialize reads it
   */
  record ObjectPrivileges(
      boolean grant, List<Privilege> privileges, GrantTarget target, List<Ident> grantees)
      implements PrivilegeStatement {}

  /** What a privilege is on. */
  sealed interface GrantTarget {
    /** {@code SYSTEM}. */
    record OnSystem() implements GrantTarget {}

    /** {@code kind name, …}; without a kind it is TABLE. */
    record OnObjects(ObjectKind kind, List<ObjectName> names) implements GrantTarget {}

    /** {@code ALL TABLES} and its kin. */
    record OnAll(ObjectKind kind, Scope scope, List<ObjectName> in) implements GrantTarget {}
  }

  /** Where something applies. */
  enum Scope {
    EVERYWHERE,
    IN_SCHEMA,
    IN_DATABASE
  }

  /** {@code GRANT roles TO members}, or {@code REVOKE … FROM}. */
  record RoleMembership(boolean grant, List<Ident> roles, List<Ident> members)
      implements PrivilegeStatement {}

  /**
   * {@code ALTER DEFAULT PRIVILEGES}.
   *
   * @param roles whose new objects; null for {@code ALL ROLES}
   * @param in the schemas or databases of {@code scope}
   * @param privileges empty for {@code ALL}
   */
  record DefaultPrivileges(
      @Nullable List<Ident> roles,
      Scope scope,
      List<ObjectName> in,
      boolean grant,
      List<Privilege> privileges,
      ObjectKind kind,
      List<Ident> grantees)
      implements PrivilegeStatement {}

  /** {@code REASSIGN OWNED BY roles TO newOwner}. */
  record ReassignOwned(List<Ident> oldRoles, Ident newRole) implements PrivilegeStatement {}

  /**
   * {@code DROP OWNED BY roles}.
   *
   * @param cascade null if the text does not say
   */
  record DropOwned(List<Ident> roles, @Nullable Boolean cascade) implements PrivilegeStatement {}
}
