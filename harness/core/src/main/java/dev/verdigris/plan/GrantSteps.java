package dev.verdigris.plan;

import dev.verdigris.catalog.Grant;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The statements that make one set of grants into another. */
final class GrantSteps {
  private GrantSteps() {}

  /**
   * Grants what is missing.
   *
   * @param have what the target has
   * @param want what it should have
   * @param owner the target's owner, who has every right without a grant
   * @param model the model's statement that wants it, where it is one
   */
  static List<Step> missing(
      Target target,
      Set<Grant> have,
      Set<Grant> want,
      String owner,
      Optional<GreenStatement> model) {
    List<Step> steps = new ArrayList<>();
    byPrivilege(difference(want, have, owner))
        .forEach(
            (privilege, grantees) ->
                steps.add(new ChangeStep.GrantTo(target, privilege, grantees, model)));
    return steps;
  }

  /** Revokes what is too much: green got it by default, and blue does not have it. */
  static List<Step> extra(Target target, Set<Grant> have, Set<Grant> want, String owner) {
    List<Step> steps = new ArrayList<>();
    byPrivilege(difference(have, want, owner))
        .forEach(
            (privilege, grantees) ->
                steps.add(new ChangeStep.RevokeFrom(target, privilege, grantees)));
    return steps;
  }

  /** {@code grants} without those of the owner, which are no grants of anybody's. */
  static SortedSet<Grant> without(Set<Grant> grants, String owner) {
    SortedSet<Grant> result = new TreeSet<>(grants);
    result.removeIf(grant -> grant.grantee().equals(owner));
    return result;
  }

  private static SortedSet<Grant> difference(Set<Grant> these, Set<Grant> those, String owner) {
    SortedSet<Grant> result = without(these, owner);
    result.removeAll(those);
    return result;
  }

  private static Map<String, List<String>> byPrivilege(SortedSet<Grant> grants) {
    Map<String, List<String>> grantees = new TreeMap<>();
    for (Grant grant : grants) {
      grantees.computeIfAbsent(grant.privilege(), any -> new ArrayList<>()).add(grant.grantee());
    }
    return grantees;
  }
}
