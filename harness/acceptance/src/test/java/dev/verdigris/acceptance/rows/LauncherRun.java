package dev.verdigris.acceptance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A project's tests run by a launcher in this JVM, as IDEs do it, with every engine there is. */
final class LauncherRun {
  private final Map<String, String> nodes = new TreeMap<>();
  private final Map<String, String> messages = new TreeMap<>();
  private final Map<String, String> failedIds = new LinkedHashMap<>();

  private LauncherRun() {}

  /** Compiles a project's tests to where Maven would. */
  static Path compile(Path project) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Path classes = project.resolve("target/test-classes");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(project.resolve("src/test/java"))) {
      LocalRepository.delete(classes);
      Files.createDirectories(classes);
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  found,
                  List.of(
                      "-proc:none",
                      "-parameters",
                      "-d",
                      classes.toString(),
                      "-classpath",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources.filter(file -> file.toString().endsWith(".java")).toList()))
              .call();
      assertThat(compiled).as(found.getDiagnostics().toString()).isTrue();
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs what is selected.
   *
   * @param classes the compiled tests
   * @param parameters of JUnit's configuration
   * @param selectors made when the classes can be loaded
   */
  static LauncherRun of(
      Path classes,
      Map<String, String> parameters,
      Supplier<List<DiscoverySelector>> selectors,
      Filter<?>... filters) {
    LauncherRun run = new LauncherRun();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      try (LauncherSession session = LauncherFactory.openSession()) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectors.get())
                    .filters(filters)
                    .configurationParameters(parameters)
                    .build(),
                run.new Ear());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
    return run;
  }

  /** How the node of that name ended: a platform status, SKIPPED, or ABSENT. */
  String node(String name) {
    return nodes.getOrDefault(name, "ABSENT");
  }

  /** What a node failed with, was aborted with or skipped for. */
  String message(String name) {
    return messages.getOrDefault(name, "");
  }

  /** Everything that was said. */
  String messages() {
    return String.join("\n", messages.values());
  }

  boolean green() {
    return !nodes.containsValue("FAILED");
  }

  /** Unique ids of what failed. */
  List<String> failedIds() {
    return List.copyOf(failedIds.keySet());
  }

  /** Every node and how it ended. */
  Map<String, String> nodes() {
    return nodes;
  }

  private final class Ear implements TestExecutionListener {
    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      nodes.put(test.getDisplayName(), "SKIPPED");
      messages.put(test.getDisplayName(), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      nodes.put(test.getDisplayName(), result.getStatus().name());
      result
          .getThrowable()
          .ifPresent(
              failure -> messages.put(test.getDisplayName(), String.valueOf(failure.getMessage())));
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        failedIds.put(test.getUniqueId(), test.getDisplayName());
      }
    }
  }
}
