package dev.verdigris.gate;

import dev.verdigris.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What validation concluded: which environment, on which evidence. Only a verdict promotes.
 *
 * @param fingerprint of green while it was validated
 * @param evidence what validation saw
 * @param unchanged whether green was the same at the end of validation as at its beginning
 */
public record Verdict(Fingerprint fingerprint, Evidence evidence, boolean unchanged) {

  /** The version of the file's schema that this Verdigris writes and reads. */
  public static final int SCHEMA_VERSION = 1;

  /** Why it does not promote; empty where it does. */
  public Optional<Problem> blocked() {
    return Gate.decide(this);
  }

  /** SHA-256 of the file's content in lower-case hex; green's marker holds it. */
  public String digest() {
    return VerdictFile.digest(this);
  }

  /**
   * Writes the verdict as JSON; directories are made where absent.
   *
   * @throws dev.verdigris.VerdigrisException VG-2304 when that is not possible
   */
  public void write(Path file) {
    VerdictFile.write(this, file);
  }

  /**
   * Reads a verdict.
   *
   * @throws dev.verdigris.VerdigrisException VG-9301 when there is none, VG-2301 when the file is
   *     not a verdict or has a newer schema
   */
  public static Verdict read(Path file) {
    return VerdictFile.read(file);
  }
}
