package dev.verdigris.plan;

/** Compares ids of one kind of thing, which only ever grow. */
final class Ids {
  private Ids() {}

  /** The number of a user object's id; of what a plan would only create, the largest. */
  static long number(String id) {
    return id.matches("u[0-9]{1,18}") ? Long.parseLong(id.substring(1)) : Long.MAX_VALUE;
  }
}
