package dev.verdigris.gate;

/**
 * A waiver that names its validation, as a configuration does.
 *
 * @param test the validation's name as messages tell it, {@code DelayValidation.keysAreUnique}, or
 *     its class's, which means all of them
 * @param waiver who took it upon himself
 */
public record NamedWaiver(String test, Waiver waiver) {

  /**
   * Reads {@code <test> until <date> by <owner>: <reason>}.
   *
   * @throws dev.verdigris.VerdigrisException VG-2303 when the text is none
   */
  public static NamedWaiver parse(String text) {
    return Waivers.parse(text);
  }
}
