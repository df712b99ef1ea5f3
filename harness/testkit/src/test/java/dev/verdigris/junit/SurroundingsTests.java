package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused because of who runs the deployment. */
class SurroundingsTests {

  private static GateRun in(Surroundings surroundings) {
    GateRun run = new GateRun();
    run.surroundings = surroundings;
    return run;
  }

  private static Surroundings surefire(String version) {
    return Surroundings.of(List.of("org.apache.maven.surefire.X"), Optional.of(version));
  }

  @Test
  void mavensOwnProcessIsNoPlaceForAPromotion() {
    Surroundings maven =
        Surroundings.of(
            List.of("java.lang.Thread", "org.apache.maven.lifecycle.internal.MojoExecutor"),
            Optional.of("3.6.1"));
    GateRun run = in(maven).promoting(AllPass.class);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.green()).isFalse();
    assertThat(run.message("init"))
        .isEqualTo(
            """
            VG-2620 CONFIGURATION  promotion was asked for inside of Maven's own process (forkCount=0)
              because   a test that ends the process would end the build green
              state     nothing was sent to the server
              next      leave forkCount=0 out of the deployment's Failsafe execution\
            """);
    assertThat(in(maven).validating(AllPass.class).green()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.6, true",
    "3.6.0, true",
    "2.22.2, true",
    "3.6.1, false",
    "3.6.10, false",
    "3.7.0-M1, false",
    "4.0.0-beta-1, false",
    "'', false",
    "unknown, false"
  })
  void anOldFailsafeIsRefused(String version, boolean refused) {
    GateRun run = in(surefire(version)).validating(AllPass.class);

    assertThat(run.rollout.calls.isEmpty()).isEqualTo(refused);
    assertThat(run.green()).isEqualTo(!refused);
  }

  @Test
  void saysWhichFailsafeIsTooOld() {
    assertThat(in(surefire("3.5.6")).promoting(AllPass.class).message("init"))
        .isEqualTo(
            """
            VG-2621 CONFIGURATION  Failsafe 3.5.6 runs the deployment, and 3.6.1 is the first that can
              because   before it, counts are wrong and a failed promotion can end green
              state     nothing was sent to the server
              next      set the version of maven-failsafe-plugin to 3.6.1 or later\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "com.intellij.rt.junit.JUnitStarter, IntelliJ IDEA",
    "org.eclipse.jdt.internal.junit.runner.RemoteTestRunner, Eclipse",
    "com.microsoft.java.test.runner.Launcher, VS Code"
  })
  void aClickValidatesAndNeverPromotes(String caller, String ide) {
    Surroundings clicked = Surroundings.of(List.of(caller), Optional.empty());
    GateRun run = in(clicked).promoting(AllPass.class);

    assertThat(run.rollout.calls).contains("conclude").doesNotContain("promote");
    assertThat(run.message("promote"))
        .isEqualTo(
            """
            VG-2622 NOT PROMOTED  promotion was asked for in %s, which only validates
              state     deployment pr_17 is validated (green has been validated and not been promoted)
              next      mvn verify -Pdeploy promotes it\
            """
                .formatted(ide));
    assertThat(in(clicked).validating(AllPass.class).green()).isTrue();
  }

  @Test
  void seesNobodySpecialHere() {
    Surroundings here = Surroundings.here();
    assertThat(here.insideMaven()).isFalse();
    assertThat(here.oldSurefire()).isEmpty();
  }
}
