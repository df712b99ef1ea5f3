package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.OneFails;
import dev.verdigris.junit.DeploymentsTestCase.Passing;
import dev.verdigris.junit.DeploymentsTestCase.Reporting;
import dev.verdigris.junit.DeploymentsTestCase.Reports;
import dev.verdigris.junit.beside.BesideTestCase;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SelectionTests {

  @Test
  void findsValidationsBesideTheDeploymentAndBelow() {
    GateRun run = new GateRun().promoting(BesideTestCase.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.node("inherited()")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("meta()")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("below()")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("notMine()")).isEqualTo("ABSENT");
  }

  @Test
  void deploysNothingWhenOnlyAPackageOrAValidationIsSelected() {
    List<DiscoverySelector> selectors =
        List.of(
            selectPackage("dev.verdigris.junit"),
            selectClass(Passing.class),
            selectMethod(Passing.class, "one"));
    GateRun run = new GateRun().execute(true, selectors);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.node("AllPass")).isEqualTo("ABSENT");
  }

  @Test
  void runsAValidationSelectedByItsUniqueIdAndNeverPromotes() {
    String deployment = "[engine:verdigris]/[deployment:" + AllPass.class.getName() + "]";
    String test =
        deployment
            + "/[engine:junit-jupiter]/[class:"
            + Passing.class.getName()
            + "]/[method:one()]";
    GateRun run = new GateRun().execute(true, List.of(selectUniqueId(test)));

    assertThat(run.rollout.calls)
        .containsExactly("init", "run", "await", "fingerprint", "conclude", "close");
    assertThat(run.node("one()")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("two()")).isEqualTo("ABSENT");
    assertThat(run.message("AllPass")).startsWith("VG-3622 NOT PROMOTED  partial: 1 of 3");

    GateRun whole = new GateRun().execute(true, List.of(selectUniqueId(deployment)));
    assertThat(whole.promoted()).isTrue();
  }

  @Test
  void neverPromotesOnTheUniqueIdOfTheOnlyTest() {
    String id =
        "[engine:verdigris]/[deployment:"
            + Reports.class.getName()
            + "]/[engine:junit-jupiter]/[class:"
            + Reporting.class.getName()
            + "]/[method:reports(org.junit.jupiter.api.TestReporter)]";
    GateRun run = new GateRun().execute(true, List.of(selectUniqueId(id)));

    assertThat(run.rollout.concluded().full()).isTrue();
    assertThat(run.promoted()).isFalse();
    assertThat(run.message("Reports")).startsWith("VG-3622 NOT PROMOTED  partial: 1 of 1");
  }

  @Test
  void neverPromotesOnTheUniqueIdOfAPhase() {
    String id = "[engine:verdigris]/[deployment:" + AllPass.class.getName() + "]/[phase:promote]";
    GateRun run = new GateRun().execute(true, List.of(selectUniqueId(id)));

    assertThat(run.promoted()).isFalse();
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void showsTheFirstVerdictAgainInOneSession() {
    GateRun run = new GateRun();
    Map<Boolean, List<String>> ended = twiceInOneSession(run, OneFails.class);

    assertThat(run.rollout.calls)
        .containsExactly("init", "run", "await", "fingerprint", "conclude", "close");
    assertThat(ended.get(true)).contains("fails() FAILED", "validate FAILED", "promote FAILED");
    assertThat(ended.get(false)).contains("fails() FAILED", "validate FAILED", "promote FAILED");
    assertThat(ended.get(false)).doesNotContain("passes() SUCCESSFUL");
    assertThat(run.console()).contains("the first verdict of this session stands");
  }

  @Test
  void promotesOnceInOneSession() {
    GateRun run = new GateRun();
    twiceInOneSession(run, AllPass.class);

    assertThat(run.rollout.calls)
        .containsExactly("init", "run", "await", "fingerprint", "conclude", "promote", "close");
  }

  /** What ended how, in the first and in the second execution. */
  private static Map<Boolean, List<String>> twiceInOneSession(GateRun run, Class<?> deployment) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(run.engine())
            .build();
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      for (List<String> ended : List.of(first, second)) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(deployment))
                    .configurationParameter(DeploymentExecution.PROMOTE, "true")
                    .build(),
                new TestExecutionListener() {
                  @Override
                  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    ended.add(test.getDisplayName() + " " + result.getStatus());
                  }
                });
      }
    }
    return Map.of(true, first, false, second);
  }

  @Test
  void runsNothingWhenAClassDoesNotLoad(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "broken.Base",
        "package broken; public class Base {}",
        "broken.Lost",
        """
        package broken;
        @dev.verdigris.junit.Validation public class Lost extends Base {
          @org.junit.jupiter.api.Test public void test() {}
        }\
        """,
        "broken.Ship",
        "package broken; @dev.verdigris.junit.Deployment public class Ship {}");
    Files.delete(directory.resolve("broken/Base.class"));

    GateRun run = deployFrom(directory, "broken.Ship");

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-3600 GATE FAILED  class broken.Lost cannot be loaded: what it validates would be missed
              cause     java.lang.NoClassDefFoundError: broken/Base
              state     nothing was sent to the server
              next      compile everything again: mvn clean verify\
            """);
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void runsNothingWhenATestCannotBeDiscovered(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "broken.Gone",
        "package broken; public class Gone {}",
        "broken.Uses",
        """
        package broken;
        @dev.verdigris.junit.Validation public class Uses {
          @org.junit.jupiter.api.Test public void test() {}
          @org.junit.jupiter.api.Test public void other(Gone gone) {}
        }\
        """,
        "broken.Ship",
        "package broken; @dev.verdigris.junit.Deployment public class Ship {}");
    Files.delete(directory.resolve("broken/Gone.class"));

    GateRun run = deployFrom(directory, "broken.Ship");

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-3601 GATE FAILED  the validations cannot all be discovered
              cause     TestEngine with ID 'junit-jupiter' encountered a critical issue during test discovery:
                        (1) [ERROR] ClassSelector [className = 'broken.Uses', classLoader = null] resolution failed
                            Source: ClassSource [className = 'broken.Uses', filePosition = null]
                            Cause: java.lang.NoClassDefFoundError: broken/Gone
                        Caused by: java.lang.ClassNotFoundException: broken.Gone
              state     nothing was sent to the server
              next      mend what JUnit says is wrong with them\
            """);
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void failsWhenThereAreNoValidations(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "alone.Ship",
        "package alone; @dev.verdigris.junit.Deployment public class Ship {}");

    GateRun run = deployFrom(directory, "alone.Ship");

    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-9600 NOTHING VALIDATED  no @Validation class is in package alone or below
              state     nothing was sent to the server
              next      write one there, or name it: @Deployment(validations = …)\
            """);
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void findsPhasesThatServiceLoaderKnows(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "own.Always",
        """
        package own;
        @org.junit.jupiter.api.Order(dev.verdigris.junit.Phases.RUN + 10)
        public class Always implements dev.verdigris.junit.DeploymentPhase {
          @Override public void run(dev.verdigris.junit.DeploymentEnvironment environment) {
            throw new IllegalStateException("always");
          }
        }\
        """,
        "own.Check",
        """
        package own;
        @dev.verdigris.junit.Validation public class Check {
          @org.junit.jupiter.api.Test public void test() {}
        }\
        """,
        "own.Ship",
        "package own; @dev.verdigris.junit.Deployment public class Ship {}");
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(DeploymentPhase.class.getName()), "own.Always\n");

    GateRun run = deployFrom(directory, "own.Ship");

    assertThat(run.rollout.calls).containsExactly("init", "run", "close");
    assertThat(run.message("Always")).startsWith("VG-3625 GATE FAILED  phase Always failed");
  }

  @Test
  void refusesToLookForValidationsInAJar(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "packed.Ship",
        "package packed; @dev.verdigris.junit.Deployment public class Ship {}");
    Path jar = directory.resolve("packed.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("packed/Ship.class"));
      Files.copy(directory.resolve("packed/Ship.class"), out);
    }

    assertThat(deployFrom(jar, "packed.Ship").message("validate"))
        .isEqualTo(
            """
            VG-2606 CONFIGURATION  the classes beside Ship cannot be listed: %s is no directory
              state     nothing was sent to the server
              next      name them: @Deployment(validations = …)\
            """
                .formatted(jar));
  }

  @Test
  void saysWhereJupiterIsMissing() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(TestEngine.class.getName())
                ? Collections.emptyEnumeration()
                : super.getResources(name);
          }
        });
    try {
      assertThat(new GateRun().promoting(AllPass.class).message("validate"))
          .isEqualTo(
              """
              VG-2607 CONFIGURATION  the engine of JUnit Jupiter is not on the class path
                state     nothing was sent to the server
                next      add org.junit.jupiter:junit-jupiter to the tests\
              """);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static GateRun deployFrom(Path directory, String deployment) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      thread.setContextClassLoader(loader);
      return new GateRun().promoting(loader.loadClass(deployment));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void compile(Path directory, String... namesAndSources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<JavaFileObject> sources = new ArrayList<>();
    for (int i = 0; i < namesAndSources.length; i += 2) {
      sources.add(new Source(namesAndSources[i], namesAndSources[i + 1]));
    }
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                diagnostics,
                List.of(
                    "-d",
                    directory.toString(),
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                sources)
            .call();
    assertThat(compiled).as(diagnostics.getDiagnostics().toString()).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
