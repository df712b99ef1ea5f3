package dev.verdigris.readiness;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When green counts as ready.
 *
 * @param lagThreshold the largest local lag that is accepted
 * @param lagRelative how many times blue's lag is accepted too; 0: none
 * @param stableFor how long it has to stay ready; zero: once is enough
 * @param timeout how long it may take
 */
public record Requirements(
    Duration lagThreshold, BigDecimal lagRelative, Duration stableFor, Duration timeout) {

  /** The largest lag that is accepted, in seconds. */
  BigDecimal allowed(BigDecimal blue) {
    return blue.multiply(lagRelative).max(BigDecimal.valueOf(lagThreshold.toMillis(), 3));
  }
}
