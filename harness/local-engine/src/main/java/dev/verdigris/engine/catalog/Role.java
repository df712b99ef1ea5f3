package dev.verdigris.engine.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param id its id
 * @param oid its number in {@code pg_catalog}
 * @param name unique
 * @param canLogin whether it may log in; null where the server does not say
 * @param superuser whether it may do everything; null where the server does not say
 */
public record Role(
    RoleId id, long oid, String name, @Nullable Boolean canLogin, @Nullable Boolean superuser) {}
