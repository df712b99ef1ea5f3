package dev.verdigris.validations;

/**
 * What may differ between the columns of blue and those of green, seen by those who read them.
 *
 * <p>A schema registry names the directions by who reads old data; here the data is replaced as a
 * whole and those who read it stay, so that the directions are named by the readers.
 */
public enum Compatibility {
  /** Nothing: the same columns in the same order, with the same types and the same nullability. */
  EXACT,
  /**
   * What is written for blue can read green: each of blue's columns is there with its type, and may
   * be null only where it could be before. Green may have further columns, in any order.
   */
  BACKWARD,
  /**
   * What is written for green can read blue, as it has to after a rollback: green has no column
   * that blue has not, and promises "not null" only where blue does.
   */
  FORWARD,
  /** Both: the same columns in any order, with the same types and the same nullability. */
  FULL
}
