package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.GitCommit;
import dev.verdigris.GitTree;
import dev.verdigris.Phase;
import dev.verdigris.Preview;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.PromotionRecord;
import dev.verdigris.gate.RunState;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The deployment as core does it. */
final class CoreRollout implements Rollout {
  private final Class<?> deploymentClass;
  private final DeploymentConfig config;
  private final Server server;
  private final DeploymentRun run;
  private final CoreEnvironment environment;
  private final BuildFiles files;
  private final Map<Phase, Event.PhaseDone> done = new EnumMap<>(Phase.class);

  private List<String> told = List.of();
  private @Nullable Fingerprint before;
  private @Nullable Instant startedAt;
  private @Nullable Verdict verdict;

  private CoreRollout(
      Class<?> deploymentClass, DeploymentConfig config, Server server, Progress progress) {
    this.deploymentClass = deploymentClass;
    this.config = config;
    this.server = server;
    this.run = DeploymentRun.open(config, server, event -> hear(event, progress));
    this.environment = new CoreEnvironment(config, run);
    this.files = BuildFiles.of(config);
  }

  static Rollout open(Class<?> deploymentClass, Settings settings, Progress progress) {
    Path file =
        ConfigLocation.of(
            settings
                .get(AttachedEnvironment.CONFIG)
                .orElse(deploymentClass.getAnnotation(Deployment.class).config()),
            deploymentClass);
    DeploymentConfig config = DeploymentConfig.load(file, settings);
    return new CoreRollout(deploymentClass, config, Servers.open(config), progress);
  }

  private void hear(Event event, Progress progress) {
    if (event instanceof Event.PhaseDone phaseDone) {
      done.put(event.phase(), phaseDone);
    } else if (event instanceof Event.Planned planned) {
      // The notes of a plan without steps are what the phase ends with.
      told = planned.plan().isEmpty() ? planned.plan().notes() : List.of();
    } else if (event instanceof Event.Pending
        || (event instanceof Event.Note && !told.contains(event.text()))) {
      progress.tell(event.text());
    }
  }

  private Done done(Phase phase) {
    Event.PhaseDone event = done.get(phase);
    return event == null
        ? new Done("done", "see above", "see above")
        : new Done(event.text(), event.state(), event.next());
  }

  @Override
  public DeploymentEnvironment environment() {
    return environment;
  }

  @Override
  public String description() {
    return "deployment " + config.deployment() + " on " + server.description();
  }

  @Override
  public boolean isDryRun() {
    return config.dryRun();
  }

  @Override
  public void dryRun(Consumer<String> text) {
    List<Phase> phases =
        new ArrayList<>(List.of(Phase.INIT, Phase.RUN, Phase.AWAIT, Phase.VALIDATE, Phase.PROMOTE));
    if (!keepsBlue()) {
      phases.add(Phase.CLEANUP);
    }
    Preview preview = run.preview(phases);
    text.accept(preview.text());
    preview.refuse();
  }

  @Override
  public Done init() {
    run.init();
    return done(Phase.INIT);
  }

  @Override
  public Done run() {
    run.run();
    return done(Phase.RUN);
  }

  @Override
  public Done await() {
    run.await();
    return done(Phase.AWAIT);
  }

  @Override
  public void beginValidation() {
    startedAt = Instant.now();
    before = run.fingerprint();
  }

  @Override
  public Done conclude(Conclusion conclusion) {
    Verdict concluded =
        run.conclude(
            Objects.requireNonNull(before, "validation was not begun"),
            conclusion.evidence(
                config.deployment().value(),
                GitCommit.of(config.baseDirectory()),
                GitTree.of(config.baseDirectory()),
                Objects.requireNonNull(startedAt, "validation was not begun"),
                Instant.now(),
                Versions.with(run.versions())));
    concluded.write(files.verdict(config.deployment()));
    verdict = concluded;
    String passed = conclusion.counts();
    if (concluded.blocked().isPresent()) {
      return new Done(
          passed,
          "green " + config.deployment() + " stays up; nothing was promoted",
          "mvn verify validates it again");
    }
    Optional<Problem> refusal = run.refusal(concluded);
    return new Done(
        passed + refusal.map(problem -> ", but: " + problem.summary()).orElse(""),
        "green " + config.deployment() + " is validated and stays up; nothing was promoted",
        refusal
            .flatMap(problem -> problem.detail("next"))
            .orElse("mvn verify -Pdeploy promotes it"));
  }

  @Override
  public Done promote() {
    run.promote(Objects.requireNonNull(verdict, "nothing was validated"));
    record().write(recordFile());
    return done(Phase.PROMOTE);
  }

  private Path recordFile() {
    return PromotionRecord.file(files.verdicts(), config.deployment().value());
  }

  private PromotionRecord record() {
    return new PromotionRecord(
        deploymentClass.getName(),
        config.deployment().value(),
        Instant.now(),
        PromotionRecord.thisProcess(),
        new PromotionRecord.Place(config.server().url(), config.localEngine().data().toString()),
        config.database(),
        run.production());
  }

  @Override
  public Optional<Boolean> inProduction() {
    try {
      return Optional.of(run.state().kind().inProduction());
    } catch (VerdigrisException notTold) {
      return Optional.empty();
    }
  }

  @Override
  public StateFile.Target stateFile() {
    return new StateFile.Target(files.state(config.deployment()), config.deployment().value());
  }

  @Override
  public Optional<String> lastRun() {
    Optional<RunState> last;
    try {
      last = RunState.read(files.state(config.deployment()));
    } catch (VerdigrisException notReadable) {
      return Optional.of(notReadable.problem().summary());
    }
    return last.filter(RunState::cutShort).map(one -> one.describe(run.state()));
  }

  @Override
  public Done rollback() throws IOException {
    run.rollback();
    Files.deleteIfExists(recordFile());
    return done(Phase.ROLLBACK);
  }

  @Override
  public boolean rollsBackOnSmokeFailure() {
    return config.promote().rollsBackOnSmokeFailure();
  }

  @Override
  public Done cleanup() {
    run.cleanup();
    return done(Phase.CLEANUP);
  }

  @Override
  public void endReads() {
    environment.endReads();
  }

  @Override
  public boolean keepsBlue() {
    return config.promote().keepBlue();
  }

  @Override
  public Duration awaitDeadline() {
    return config.await().timeout();
  }

  @Override
  public Duration validationDeadline() {
    return config.timeouts().validation();
  }

  @Override
  public void close() {
    environment.endReads();
    run.close();
    server.close();
  }
}
