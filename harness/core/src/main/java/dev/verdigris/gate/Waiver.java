package dev.verdigris.gate;

import java.time.LocalDate;

/**
 * Somebody takes a failing validation upon himself for a while. The failure is shown every time;
 * after the last day it blocks again.
 *
 * @param owner who answers for it; not blank
 * @param reason why it may fail; not blank
 * @param until the last day on which it holds, in UTC
 */
public record Waiver(String owner, String reason, LocalDate until) {

  /**
   * Refuses a waiver that nobody answers for.
   *
   * @throws dev.verdigris.VerdigrisException VG-2302 when owner or reason is blank
   */
  public Waiver {
    if (owner.isBlank() || reason.isBlank()) {
      throw GateProblems.incompleteWaiver(owner, reason).exception();
    }
  }

  /**
   * With the last day as text.
   *
   * @param until as {@code 2026-12-31}
   * @throws dev.verdigris.VerdigrisException VG-2302 when owner or reason is blank, VG-2303 when
   *     {@code until} is no date
   */
  public static Waiver of(String owner, String reason, String until) {
    return new Waiver(owner, reason, Waivers.date(until));
  }

  /** Whether the last day is over. */
  public boolean expired(LocalDate today) {
    return today.isAfter(until);
  }

  /** For people: {@code waived by anna until 2026-12-31: the source repeats keys}. */
  @Override
  public String toString() {
    return "waived by " + owner + " until " + until + ": " + reason;
  }
}
