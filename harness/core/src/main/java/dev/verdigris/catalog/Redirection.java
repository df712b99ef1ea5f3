package dev.verdigris.catalog;

/**
 * A sink that a promotion takes to another relation than the same-named one, since its file says
 * so. Ids tell it whatever the names are: before the swap, after it, and on the way back.
 *
 * @param sink the sink's id
 * @param old the id of the relation that it read before
 * @param green the id of green's relation that it reads afterwards
 */
public record Redirection(String sink, String old, String green) {}
