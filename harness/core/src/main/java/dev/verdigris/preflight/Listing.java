package dev.verdigris.preflight;

import dev.verdigris.DeploymentConfig.Accept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings, and makes warnings of those that the configuration accepts. */
final class Listing {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::object)
          .thenComparing(Finding::what);

  private final Acceptance acceptance;
  private final List<Finding> findings = new ArrayList<>();

  Listing(Accept accept) {
    this.acceptance = new Acceptance(accept);
  }

  /** A finding that nothing accepts. */
  void add(Rule rule, String object, String owner, String what, String mend) {
    findings.add(new Finding(rule, rule.severity(), object, owner, what, mend));
  }

  /**
   * A finding that the configuration may accept; it warns then.
   *
   * @param names what the configuration may call it
   */
  void addUnless(
      AcceptKey key,
      List<String> names,
      Rule rule,
      String object,
      String owner,
      String what,
      String mend) {
    if (acceptance.of(key, names)) {
      findings.add(
          new Finding(
              rule,
              rule.severity() == Severity.BLOCKS ? Severity.WARNS : rule.severity(),
              object,
              owner,
              what + " (accepted)",
              mend));
    } else {
      String otherwise = rule.severity() == Severity.BLOCKS ? accepting(key, names) : "";
      add(rule, object, owner, what, mend.isEmpty() ? otherwise : join(mend, otherwise));
    }
  }

  /** Names what is accepted and was not found. Only for what this phase could have found. */
  void tellUnused(List<AcceptKey> keys) {
    for (AcceptKey key : keys) {
      for (String name : acceptance.unused(key)) {
        add(
            Rule.ACCEPTS_NOTHING,
            key.path() + " " + name,
            "",
            "nothing of that name needs it",
            "take it out of " + key.path());
      }
    }
  }

  /** All of them: what blocks first, then by rule. */
  List<Finding> findings() {
    return findings.stream().sorted(ORDER).toList();
  }

  private static String accepting(AcceptKey key, List<String> names) {
    return key.path() + ": ['" + names.get(0).replace("'", "''") + "']";
  }

  private static String join(String mend, String otherwise) {
    return otherwise.isEmpty() ? mend : mend + "; or accept it: " + otherwise;
  }
}
