package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.PrivilegeStatement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The privileges and roles of a statement. */
final class Privileges {
  private Privileges() {}

  /** The privileges; an empty list is all that there are on that type. */
  static Set<Privilege> of(List<PrivilegeStatement.Privilege> privileges, ObjectType type) {
    if (privileges.isEmpty()) {
      return Privilege.allOn(type);
    }
    Set<Privilege> set = EnumSet.noneOf(Privilege.class);
    privileges.forEach(p -> set.add(Privilege.valueOf(p.name())));
    return set;
  }

  /**
   * Fails if some of them cannot be granted on such an object.
   *
   * @param on the object as an error names it
   */
  static void requireValid(Set<Privilege> privileges, ObjectType type, String on) {
    Set<Privilege> invalid = EnumSet.noneOf(Privilege.class);
    invalid.addAll(privileges);
    invalid.removeAll(Privilege.allOn(type));
    if (!invalid.isEmpty()) {
      throw SqlException.internal(
          "invalid privilege types "
              + invalid.stream().map(Privilege::name).collect(Collectors.joining(", "))
              + " for "
              + on);
    }
  }

  static RoleId role(Ident name, CatalogState state) {
    return name.value().equals("public") ? RoleId.PUBLIC : state.resolveRole(name.value()).id();
  }
}
