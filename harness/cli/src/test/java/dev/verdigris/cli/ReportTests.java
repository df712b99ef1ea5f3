package dev.verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.NextSteps;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.Standing;
import dev.verdigris.gate.RunState;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.SwapStep;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed, to the letter; core's tests compare the documents with their schema. */
class ReportTests {
  private static final DeploymentName NAME = new DeploymentName("pr_17");

  private static Report opened(String command) {
    Report report = new Report(command);
    report.opened(
        new Report.Opened(
            "pr_17",
            "Materialize at db:6875",
            "--config ci/verdigris.yaml --deployment pr_17",
            "-Dverdigris.deployment=pr_17 -Dverdigris.await.timeout=5m"));
    return report;
  }

  private static Standing standing(Kind kind, String reason, String... sinks) {
    return new Standing(
        new DeploymentState(kind, reason, List.of(sinks), ""),
        new NextSteps(
            "sinks have to be cut over",
            List.of(Phase.PROMOTE),
            List.of(
                new NextSteps.Command(NextSteps.VERDIGRIS, "promote", NAME, "cuts the sinks over"),
                new NextSteps.Command(NextSteps.MAVEN, "verify", NAME, "validates"))));
  }

  private static Report status() {
    Report report = opened("status");
    report.standing(
        standing(
            Kind.PROMOTED, "it is in production and sinks still read the old one", "a.b", "c.d"));
    report.lastRun(
        new RunState(
            "pr_17",
            "com.example.FlightsDeployment",
            RunState.Status.INTERRUPTED,
            "promote",
            RunState.Promotion.BEGUN,
            Instant.parse("2026-11-25T13:00:00Z"),
            4711,
            "not known",
            "run it again"));
    return report;
  }

  private static Report failed() {
    Report report = opened("promote");
    report.add(
        new Report.PhaseReport(
            Phase.PROMOTE,
            Duration.ofMillis(1234),
            "done: 2 swaps in one transaction",
            List.of("ALTER SCHEMA \"flights\" SWAP WITH \"flights_pr_17\""),
            List.of("the swap was tried again")));
    report.standing(standing(Kind.PROMOTED, "it is in production and the old one stands"));
    report.failed(
        Problem.of(ExitCode.FOLLOW_UP, 626, "FOLLOW-UP FAILED", "cleanup is left")
            .detail("cause", "VG-5302")
            .state("promoted")
            .next("run again")
            .build());
    return report;
  }

  private static Report planned() {
    Report report = opened("plan");
    report.planned(
        List.of(
            new Plan(
                Phase.PROMOTE,
                NAME,
                List.of(
                    new SwapStep.OfSchemas("materialize", "flights", "flights_pr_17"),
                    new SinkStep(
                        "\"sinks\".\"delays\"",
                        "u1",
                        "\"flights\".\"delay\"",
                        "u2",
                        "u3",
                        new SinkStep.Now())),
                List.of("a note"))));
    report.standing(standing(Kind.VALIDATED, "green has been validated and not been promoted"));
    return report;
  }

  @Test
  void theDocumentsAreAsWritten() throws IOException {
    assertThat(JsonReport.render(status()) + "\n").isEqualTo(UsageTests.golden("status.json"));
    assertThat(JsonReport.render(failed()) + "\n").isEqualTo(UsageTests.golden("failed.json"));
    assertThat(JsonReport.render(planned()) + "\n").isEqualTo(UsageTests.golden("plan.json"));
    assertThat(JsonReport.render(new Report("verdigris")) + "\n")
        .isEqualTo(UsageTests.golden("nothing.json"));
  }

  @Test
  void statusIsToldInWords() {
    assertThat(TextReport.render(status()))
        .isEqualTo(
            """
            deployment pr_17
            server     Materialize at db:6875
            state      promoted: it is in production and sinks still read the old one
            sinks      a.b
                       c.d
            last run   the last run was interrupted in phase promote (process 4711, 2026-11-25T13:00:00Z); the catalog tells: promoted, it is in production and sinks still read the old one
            left       sinks have to be cut over
            next       verdigris promote --config ci/verdigris.yaml --deployment pr_17       cuts the sinks over
                       mvn verify -Dverdigris.deployment=pr_17 -Dverdigris.await.timeout=5m  validates
            """);
  }

  @Test
  void whatFailedTellsOfThePhasesThatDidNot() {
    assertThat(TextReport.render(failed()))
        .isEqualTo("promote    1.2 s  done: 2 swaps in one transaction\n");
  }

  @Test
  void aPlanIsPrintedAsADryRun() {
    assertThat(TextReport.render(planned()))
        .isEqualTo(
            """
            DRY RUN promote pr_17
              swap  ALTER SCHEMA "materialize"."flights" SWAP WITH "flights_pr_17"
              sink  ALTER SINK "sinks"."delays" SET FROM "flights"."delay"
              note: a note
              Nothing was sent but reads. 1 swap, 1 sink after it.
            """);
  }
}
