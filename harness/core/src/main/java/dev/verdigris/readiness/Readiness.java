package dev.verdigris.readiness;

import dev.verdigris.catalog.Replica;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares what is expected with what is reported. Pure. */
final class Readiness {
  static final String HYDRATED = "hydrated";
  static final String LAG = "lag";
  static final String FRONTIER = "frontier";

  private Readiness() {}

  /** What is not ready, each with the reason; empty where everything is. */
  static List<String> pending(List<ExpectedObject> expected, Status status, Duration lagThreshold) {
    List<String> pending = new ArrayList<>();
    for (ExpectedObject object : expected) {
      String reason = reason(object, status, lagThreshold);
      if (!reason.isEmpty()) {
        pending.add(object.name() + ": " + reason);
      }
    }
    return pending;
  }

  private static String reason(ExpectedObject object, Status status, Duration lagThreshold) {
    for (Replica replica : object.replicas()) {
      Set<String> values = status.values(HYDRATED, object.id(), replica.id());
      String where = "on replica " + object.cluster() + "." + replica.name();
      if (values.isEmpty()) {
        return "not reported yet " + where;
      }
      if (!values.equals(Set.of("t"))) {
        return "hydrating " + where;
      }
    }
    Set<String> lags = status.values(LAG, object.id(), "");
    if (lags.isEmpty() || lags.contains("")) {
      // Only what never changes again has no frontier, and never gets a lag.
      return status.values(FRONTIER, object.id(), "").equals(Set.of("t"))
          ? ""
          : "lag not known yet";
    }
    BigDecimal allowed = BigDecimal.valueOf(lagThreshold.toMillis(), 3);
    return lags.stream()
        .map(BigDecimal::new)
        .max(BigDecimal::compareTo)
        .filter(lag -> lag.compareTo(allowed) > 0)
        .map(
            lag ->
                "lag "
                    + lag.stripTrailingZeros().toPlainString()
                    + " s, allowed "
                    + allowed.stripTrailingZeros().toPlainString()
                    + " s")
        .orElse("");
  }
}
