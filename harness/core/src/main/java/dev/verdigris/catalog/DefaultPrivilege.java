package dev.verdigris.catalog;

/**
 * A privilege that objects get when they are created.
 *
 * @param owner the role whose new objects get it, or {@link Grant#PUBLIC} for all roles
 * @param objectType in lower case, for example {@code table}, which stands for views too
 * @param grantee who gets it
 * @param privilege what is granted
 */
public record DefaultPrivilege(String owner, String objectType, String grantee, String privilege) {}
