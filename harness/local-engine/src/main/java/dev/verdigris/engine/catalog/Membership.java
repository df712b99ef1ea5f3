package dev.verdigris.engine.catalog;

/**
 * A role that is a member of another.
 *
 * @param role the group
 * @param member who is in it
 * @param grantor who put it there
 */
public record Membership(RoleId role, RoleId member, RoleId grantor) {}
