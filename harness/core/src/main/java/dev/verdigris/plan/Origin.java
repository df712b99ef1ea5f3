package dev.verdigris.plan;

/**
 * Who makes green, when and from what: what its markers say.
 *
 * @param by the role
 * @param at the time as ISO 8601 in UTC
 * @param commit the git commit; empty where there is none
 */
public record Origin(String by, String at, String commit) {}
