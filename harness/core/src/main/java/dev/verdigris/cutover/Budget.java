package dev.verdigris.cutover;

/**
 * How many keys of one class a plain cutover may leave otherwise than the new relation has them.
 *
 * @param most the largest number that is accepted; {@link Long#MAX_VALUE} where any is
 */
public record Budget(long most) {

  /** Not one key. */
  public static final Budget NONE = new Budget(0);

  /** Any number of keys. */
  public static final Budget ANY = new Budget(Long.MAX_VALUE);

  private static final String ANY_WORD = "any";
  private static final int MOST_DIGITS = 15;

  /**
   * Reads a budget: a whole number from 0 on, or {@code any}.
   *
   * @throws IllegalArgumentException for everything else
   */
  public static Budget parse(String text) {
    if (text.equals(ANY_WORD)) {
      return ANY;
    }
    if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(Budget::isDigit)) {
      throw new IllegalArgumentException("a whole number or any, not \"" + text + "\"");
    }
    return new Budget(Long.parseLong(text));
  }

  /** Whether so many keys are accepted. */
  public boolean allows(long keys) {
    return keys <= most;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** As the configuration has it. */
  @Override
  public String toString() {
    return equals(ANY) ? ANY_WORD : Long.toString(most);
  }
}
