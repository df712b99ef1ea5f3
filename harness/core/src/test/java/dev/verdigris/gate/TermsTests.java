package dev.verdigris.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.DeploymentName;
import dev.verdigris.Problem;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a promotion asks of a verdict beside what it holds. */
class TermsTests {
  private static final Instant FINISHED = Instant.parse("2026-11-25T13:00:05Z");
  private static final String COMMIT = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
  private static final Scope SCOPE =
      new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of());

  private static Evidence evidence(String commit, WorkingTree tree, int tests) {
    List<Executed> executed =
        IntStream.range(0, tests)
            .mapToObj(i -> new Executed("t" + i, "T.t" + i, Outcome.PASS, Duration.ZERO, ""))
            .toList();
    return new Evidence(
        "pr_17",
        commit,
        tree,
        FINISHED,
        FINISHED,
        executed.stream().map(Executed::id).toList(),
        executed,
        new TreeMap<>());
  }

  /** Green holds the verdict; blue was promoted as {@code pr_16} by so many tests; 0: by nobody. */
  private static Situation situation(String verdict, int testsOfBlue, String blueComment) {
    Marker green = Marker.of("pr_17", "flights", "u10", "ann", "now", "").asLead();
    Marker blue = Marker.of("pr_16", "flights", "u9", "ann", "then", "").asLead();
    return Situation.of(
        SCOPE,
        new Snapshot(
                "materialize", "ann", Set.of("ann"), false, Map.of(), Map.of(), Map.of(), Map.of())
            .with(
                schema(
                    "u10",
                    "flights",
                    testsOfBlue == 0
                        ? blueComment
                        : blue.withVerdict("before", testsOfBlue).comment(blueComment)))
            .with(schema("u11", "flights_pr_17", green.withVerdict(verdict, 2).line())));
  }

  private static Schema schema(String id, String name, String comment) {
    return new Schema(id, "materialize", name, "ann", new TreeSet<>(), comment);
  }

  private static Gate.Terms terms(@Nullable Integer accepted, String commit, Duration later) {
    return new Gate.Terms(accepted, Duration.ofHours(24), commit, FINISHED.plus(later));
  }

  private static Optional<String> refusal(Evidence evidence, int before, Gate.Terms terms) {
    Verdict first = new Verdict(Fingerprint.of(situation("", before, "")), evidence, true);
    Situation now = situation(first.digest(), before, "");
    return Gate.decide(first, now, terms).map(Problem::format);
  }

  @Test
  void aFreshVerdictOnTheCommitPromotes() {
    Evidence evidence = evidence(COMMIT, WorkingTree.CLEAN, 2);
    assertThat(refusal(evidence, 2, terms(null, "c0ffee0", Duration.ofHours(24)))).isEmpty();
    assertThat(refusal(evidence, 0, terms(null, COMMIT, Duration.ZERO))).isEmpty();
    assertThat(refusal(evidence, 1, terms(null, "", Duration.ofMinutes(-10)))).isEmpty();
  }

  @Test
  void anotherCommitDoesNotPromote() {
    assertThat(
            refusal(
                evidence(COMMIT, WorkingTree.CLEAN, 2), 0, terms(null, "beef000", Duration.ZERO)))
        .contains(
            """
            VG-5314 CONFLICT  the verdict on deployment pr_17 is not about commit beef000
              validated c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
              state     nothing was promoted; green stays up
              next      validate that commit: check it out and run mvn verify\
            """);
  }

  @Test
  void anUnknownCommitIsShownAndPromotesOnlyWhereNoneIsAskedFor() {
    Evidence unknown = evidence("", WorkingTree.UNKNOWN, 2);
    assertThat(refusal(unknown, 0, terms(null, "beef000", Duration.ZERO)).orElseThrow())
        .contains("  validated an unknown commit\n");
    assertThat(refusal(unknown, 0, terms(null, "", Duration.ZERO))).isEmpty();
  }

  @Test
  void changesThatAreNotCommittedAreNoCommit() {
    Evidence dirty = evidence(COMMIT, WorkingTree.DIRTY, 2);
    assertThat(refusal(dirty, 0, terms(null, COMMIT, Duration.ZERO)).orElseThrow())
        .contains(COMMIT + ", with changes that are not committed\n");
    assertThat(refusal(dirty, 0, terms(null, "", Duration.ZERO))).isEmpty();
  }

  @Test
  void anOldVerdictDoesNotPromote() {
    assertThat(
            refusal(
                evidence(COMMIT, WorkingTree.CLEAN, 2),
                0,
                terms(null, "", Duration.ofHours(26).plusMinutes(3))))
        .contains(
            """
            VG-5315 CONFLICT  the verdict on deployment pr_17 is older than allowed: 1 d 2 h
              allowed   1 d, as gate.maximum_age says
              state     nothing was promoted; green stays up
              next      validate it again: run mvn verify\
            """);
    assertThat(
            refusal(
                    evidence(COMMIT, WorkingTree.CLEAN, 2),
                    0,
                    terms(null, "", Duration.ofMinutes(-11)))
                .orElseThrow())
        .contains("is from the future by 11 min");
  }

  @Test
  void fewerTestsThanBehindProductionDoNotPromote() {
    assertThat(refusal(evidence(COMMIT, WorkingTree.CLEAN, 2), 3, terms(null, "", Duration.ZERO)))
        .contains(
            """
            VG-3302 GATE FAILED  deployment pr_17 was validated by 2 tests, the one in production by 3
              before    deployment pr_16
              state     nothing was promoted; green stays up
              next      bring the missing tests back, or accept their number in verdigris.yaml: gate.accepted_tests: 2\
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void fewerTestsPromoteDownToTheNumberThatIsAccepted(int accepted) {
    assertThat(
            refusal(evidence(COMMIT, WorkingTree.CLEAN, 2), 5, terms(accepted, "", Duration.ZERO))
                .isEmpty())
        .isEqualTo(accepted <= 2);
  }

  @Test
  void anotherBlueThanTheValidatedOneDoesNotPromote() {
    Verdict verdict =
        new Verdict(
            Fingerprint.of(situation("", 0, "")), evidence(COMMIT, WorkingTree.CLEAN, 2), true);
    Situation blueHasOneMore =
        Situation.of(
            SCOPE,
            situation(verdict.digest(), 0, "")
                .snapshot()
                .with(
                    new dev.verdigris.catalog.Item(
                        "u77",
                        "u10",
                        "added",
                        dev.verdigris.catalog.ObjectKind.VIEW,
                        "ann",
                        "",
                        new TreeSet<>(),
                        "",
                        Map.of(),
                        List.of(),
                        "CREATE VIEW added AS SELECT 1",
                        Set.of())));
    assertThat(
            Gate.decide(verdict, blueHasOneMore, terms(null, "", Duration.ZERO))
                .map(Problem::format))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .isEqualTo(
                        """
                        VG-5312 CONFLICT  green or blue of deployment pr_17 is no longer what was validated
                          changed   blue: view added (u77) is new: owner ann, as CREATE VIEW added AS SELECT 1
                          state     nothing was promoted; green stays up
                          next      validate it again: run mvn verify\
                        """));
  }

  @Test
  void anotherDeploymentsVerdictDoesNotPromote() {
    Evidence others =
        new Evidence(
            "pr_18",
            "",
            FINISHED,
            FINISHED,
            List.of("t"),
            List.of(new Executed("t", "T.t", Outcome.PASS, Duration.ZERO, "")));
    Verdict verdict = new Verdict(Fingerprint.of(situation("", 0, "")), others, true);
    Situation holdsIt = situation(verdict.digest(), 0, "");
    assertThat(Gate.decide(verdict, holdsIt, terms(null, "", Duration.ZERO)).map(Problem::format))
        .contains(
            """
            VG-5311 CONFLICT  the verdict is about deployment pr_18, not about pr_17
              state     nothing was promoted; green stays up
              next      validate this deployment: run mvn verify\
            """);
  }

  @Test
  void anotherVerdictThanTheMarkersDoesNotPromote() {
    Verdict verdict =
        new Verdict(
            Fingerprint.of(situation("", 0, "")), evidence(COMMIT, WorkingTree.CLEAN, 2), true);
    assertThat(
            Gate.decide(verdict, situation("another", 0, ""), terms(null, "", Duration.ZERO))
                .map(Problem::format))
        .contains(
            """
            VG-5313 CONFLICT  green of deployment pr_17 holds another verdict
              found     another
              state     nothing was promoted; green stays up
              next      use the verdict of the last validation, or validate again: run mvn verify\
            """);
  }

  @Test
  void defaultValidationsAlonePromoteNothing() {
    Executed always =
        new Executed("d", "D.d", Outcome.PASS, Duration.ZERO, "", List.of(), false, true);
    Evidence evidence =
        new Evidence("pr_17", "", FINISHED, FINISHED, List.of("d"), List.of(always));
    assertThat(
            new Verdict(Fingerprint.of(List.of("schema u1")), evidence, true)
                .blocked()
                .map(Problem::format))
        .contains(
            """
            VG-9304 NOTHING VALIDATED  no validation of your own of deployment pr_17 passed
              because   default validations alone promote nothing; 1 ran
              state     nothing was promoted; green stays up
              next      write at least one @Validation test and run mvn verify again\
            """);
  }

  @Test
  void onlyASkippedTestIsAccepted() {
    Executed failed =
        new Executed("f", "F.f", Outcome.FAIL, Duration.ZERO, "", List.of(), true, false);
    assertThat(failed.blocks()).isTrue();
    assertThat(
            new Executed("f", "F.f", Outcome.SKIPPED, Duration.ZERO, "", List.of(), true, false)
                .blocks())
        .isFalse();
  }

  @Test
  void aWaiverIsReadFromASentence() {
    assertThat(NamedWaiver.parse("A.b until 2026-12-31 by anna : it is: known"))
        .isEqualTo(new NamedWaiver("A.b", Waiver.of("anna", "it is: known", "2026-12-31")));
    assertThat(
            Waiver.of("anna", "known", "2026-12-31").expired(java.time.LocalDate.of(2026, 12, 31)))
        .isFalse();
    assertThat(Waiver.of("anna", "known", "2026-12-31").expired(java.time.LocalDate.of(2027, 1, 1)))
        .isTrue();
    for (String wrong :
        List.of("A.b until tomorrow by anna: x", "A.b by anna: x", "A.b until 2026-12-31: x")) {
      assertThat(catchThrowable(() -> NamedWaiver.parse(wrong)))
          .hasMessageStartingWith("VG-2303 CONFIGURATION  ");
    }
    assertThat(catchThrowable(() -> NamedWaiver.parse("A.b by anna: x")))
        .hasMessage(
            """
            VG-2303 CONFIGURATION  "A.b by anna: x" is no waiver
              form      <test> until <date> by <owner>: <reason>
              state     nothing was promoted; green stays up
              next      write for example  DelayValidation.keysAreUnique until 2026-12-31 by anna: the source repeats keys\
            """);
    assertThat(catchThrowable(() -> Waiver.of("anna", " ", "2026-12-31")))
        .hasMessage(
            """
            VG-2302 CONFIGURATION  a waiver has no reason
              owner     anna
              reason    none
              state     nothing was promoted; green stays up
              next      say who answers for it and why: a waiver has an owner, a reason and a last day\
            """);
  }
}
