package dev.verdigris.plan;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecision.Way;
import dev.verdigris.plan.SinkProblems.About;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses a promotion whose sinks' consumers would see something that nobody decided about.
 *
 * @param situation where the deployment stands, before the swap
 * @param ways what was decided, and what was counted
 * @param project the project's sinks: about one that does not exist yet it may be decided, too
 */
public record SinkRefusals(Situation situation, SinkWays ways, ProjectSinks project) {

  /**
   * Refuses a decision about a sink that there is not.
   *
   * @throws dev.verdigris.VerdigrisException VG-2700
   */
  public void refuseUnknown() {
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> full = new TreeSet<>();
    Snapshot snapshot = situation.snapshot();
    for (Item item : situation.sinks()) {
      List<String> names = Cutovers.names(snapshot, item);
      known.add(names.get(0));
      full.addAll(names);
    }
    for (ProjectSink sink : project.sinks()) {
      QualifiedName name = sink.name();
      String whole = name.database() + "." + name;
      known.add(name.database().equals(snapshot.database()) ? name.toString() : whole);
      full.add(whole);
    }
    full.addAll(known);
    for (String name : ways.decisions().bySink().keySet()) {
      if (!full.contains(name)) {
        throw SinkProblems.unknown(name, known).exception();
      }
    }
  }

  /** The ids of the sinks that are refused whatever their data is: nothing needs to be counted. */
  public Set<String> refusedAnyway() {
    return cutovers().stream()
        .filter(cutover -> !changed(cutover).isEmpty() || !stuck(cutover).isEmpty())
        .map(cutover -> cutover.sink().id())
        .collect(Collectors.toSet());
  }

  /**
   * Refuses all at once: columns, sinks that cannot be reconciled as decided, differences that
   * nobody decided about, and more of them than were accepted.
   *
   * @param uncounted by sink id, why its key sets could not be read
   * @throws dev.verdigris.VerdigrisException VG-5701 to VG-5704; VG-5706, VG-6706, VG-4706 where
   *     key sets could not be read; of several the first, with the others beside it
   */
  public void refuse(Map<String, Uncounted> uncounted) {
    Function<Cutovers, List<String>> notCounted = cutover -> notCounted(cutover, uncounted);
    List<Problem> problems =
        Stream.of(
                told(
                    cutover -> cutover.describe(situation.snapshot()),
                    this::changed,
                    SinkProblems::columns),
                told(this::name, this::stuck, SinkProblems::notReconcilable),
                told(
                    this::name,
                    this::undecided,
                    sinks -> SinkProblems.undecided(sinks, choices(this::undecided))),
                told(
                    this::name,
                    this::overBudget,
                    sinks -> SinkProblems.overBudget(sinks, choices(this::overBudget))),
                told(
                    this::name,
                    notCounted,
                    sinks -> SinkProblems.notCounted(gravest(notCounted, uncounted), sinks)))
            .flatMap(Optional::stream)
            .toList();
    if (!problems.isEmpty()) {
      Problem first = problems.get(0);
      throw first.beside(problems.subList(1, problems.size()), first.detail("state")).exception();
    }
  }

  /** Of the sinks that there is something to say of. */
  private Optional<Problem> told(
      Function<Cutovers, String> name,
      Function<Cutovers, List<String>> lines,
      Function<List<About>, Problem> problem) {
    List<About> sinks =
        cutovers(lines).stream()
            .map(cutover -> new About(name.apply(cutover), lines.apply(cutover)))
            .toList();
    return sinks.isEmpty() ? Optional.empty() : Optional.of(problem.apply(sinks));
  }

  private List<String> changed(Cutovers cutover) {
    return ways.columnsRefused(situation.snapshot(), cutover);
  }

  /** Why it cannot be reconciled, where that was decided. */
  private List<String> stuck(Cutovers cutover) {
    return changed(cutover).isEmpty()
            && decision(cutover).filter(one -> one.way() == Way.RECONCILED).isPresent()
        ? SinkWays.obstacle(situation.snapshot(), cutover).stream().toList()
        : List.of();
  }

  private List<String> undecided(Cutovers cutover) {
    return decision(cutover).isEmpty() ? differences(cutover) : List.of();
  }

  private List<String> overBudget(Cutovers cutover) {
    Optional<SinkDecision> plain = decision(cutover).filter(one -> one.way() == Way.PLAIN);
    return keys(cutover)
            .filter(keys -> plain.filter(one -> !one.allows(keys)).isPresent())
            .isPresent()
        ? differences(cutover)
        : List.of();
  }

  private List<String> differences(Cutovers cutover) {
    return keys(cutover).stream()
        .flatMap(keys -> Stream.concat(Stream.of(keys.text()), keys.examples().stream()))
        .toList();
  }

  /** Those that differ, where there are any and they were counted. */
  private Optional<KeySets> keys(Cutovers cutover) {
    return Optional.ofNullable(ways.counted().get(cutover.sink().id()))
        .filter(keys -> !keys.isEmpty());
  }

  /** Nobody needs to know the keys where anything is accepted. */
  private List<String> notCounted(Cutovers cutover, Map<String, Uncounted> uncounted) {
    Uncounted because = uncounted.get(cutover.sink().id());
    return because == null
            || decision(cutover)
                .filter(one -> one.way() == Way.PLAIN)
                .filter(SinkDecision::allowsAnything)
                .isPresent()
        ? List.of()
        : List.of(because.reason());
  }

  private Uncounted gravest(
      Function<Cutovers, List<String>> lines, Map<String, Uncounted> uncounted) {
    return Uncounted.gravest(
        cutovers(lines).stream()
            .flatMap(cutover -> Stream.ofNullable(uncounted.get(cutover.sink().id())))
            .toList());
  }

  private List<String> choices(Function<Cutovers, List<String>> lines) {
    return cutovers(lines).stream()
        .flatMap(cutover -> keys(cutover).stream().flatMap(keys -> choice(cutover, keys)))
        .toList();
  }

  private Stream<String> choice(Cutovers cutover, KeySets keys) {
    boolean reconcilable = SinkWays.obstacle(situation.snapshot(), cutover).isEmpty();
    return SinkProblems.choice(name(cutover), keys, reconcilable).stream();
  }

  private Optional<SinkDecision> decision(Cutovers cutover) {
    return ways.decision(situation.snapshot(), cutover);
  }

  private String name(Cutovers cutover) {
    return situation.snapshot().displayName(cutover.sink());
  }

  private List<Cutovers> cutovers(Function<Cutovers, List<String>> lines) {
    return cutovers().stream().filter(cutover -> !lines.apply(cutover).isEmpty()).toList();
  }

  private List<Cutovers> cutovers() {
    return Cutovers.possible(Cutovers.toGreen(situation));
  }
}
