package dev.verdigris.engine.catalog;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param id its id
 * @param oid its number in {@code pg_catalog}
 * @param name unique
 * @param canLogin whether it may log in; null where the server does not say
 * @param superuser whether it may do everything; null where the server does not say
 * @param parameters what {@code ALTER ROLE … SET} said its sessions begin with, as it was written
 */
public record Role(
    RoleId id,
    long oid,
    String name,
    @Nullable Boolean canLogin,
    @Nullable Boolean superuser,
    Map<String, String> parameters) {

  /** Copies the parameters. */
  public Role {
    parameters = Map.copyOf(parameters);
  }

  Role(RoleId id, long oid, String name, @Nullable Boolean canLogin, @Nullable Boolean superuser) {
    this(id, oid, name, canLogin, superuser, Map.of());
  }

  /** The role with another value of a parameter; null: without it. */
  Role withParameter(String parameter, @Nullable String value) {
    Map<String, String> changed = new TreeMap<>(parameters);
    if (value == null) {
      changed.remove(parameter);
    } else {
      changed.put(parameter, value);
    }
    return new Role(id, oid, name, canLogin, superuser, changed);
  }
}
