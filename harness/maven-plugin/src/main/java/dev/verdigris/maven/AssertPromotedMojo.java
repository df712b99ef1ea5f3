package dev.verdigris.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Fails the build unless this very build promoted: unless each {@code @Deployment} class of the
 * module was promoted after the build began, by a process that the build started, and the server
 * agrees. Bind it behind the Failsafe plugin, in the profile that promotes, and bind nothing behind
 * it.
 *
 * <p>It has no {@code skip}: what skips tests is what it is there to notice.
 */
@Mojo(
    name = "assert-promoted",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
@SuppressWarnings("JavaUtilDate") // Maven tells when a build began by one.
public final class AssertPromotedMojo extends AbstractMojo {
  private static final String PROGRAM = "dev.verdigris.junit.AssertPromoted";

  /** The class path of the tests, where Verdigris, the driver and the local engine are. */
  @Parameter(defaultValue = "${project.testClasspathElements}", readonly = true, required = true)
  private List<String> classPath = List.of();

  @Parameter(
      defaultValue = "${project.build.testOutputDirectory}",
      readonly = true,
      required = true)
  private File testClasses = new File("");

  @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
  private File directory = new File("");

  @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
  private File target = new File("");

  @Parameter(defaultValue = "${session.request.startTime}", readonly = true, required = true)
  private Date buildBegan = new Date();

  @Parameter(defaultValue = "${session.userProperties}", readonly = true, required = true)
  private Properties userProperties = new Properties();

  /**
   * The deployment classes that the build has to promote, with their packages; every one of the
   * module where none is named.
   */
  @Parameter private List<String> deployments = List.of();

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Process process;
    String printed;
    int exitCode;
    try {
      process =
          new ProcessBuilder(command()).directory(directory).redirectErrorStream(true).start();
      process.getOutputStream().close();
      printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      exitCode = process.waitFor();
    } catch (IOException e) {
      throw new MojoExecutionException("assert-promoted cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("assert-promoted was interrupted", e);
    }
    if (exitCode != 0) {
      throw new MojoFailureException(printed);
    }
    getLog().info(printed);
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("@" + arguments());
    command.add(PROGRAM);
    command.add(buildBegan.toInstant().toString());
    command.add(String.valueOf(ProcessHandle.current().pid()));
    command.add(testClasses.toString());
    command.addAll(deployments);
    return command;
  }

  /** A file, since class paths are longer than some systems' command lines. */
  private Path arguments() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : userProperties.stringPropertyNames()) {
      if (name.startsWith("verdigris.")) {
        lines.add(quoted("-D" + name + "=" + userProperties.getProperty(name)));
      }
    }
    lines.add("-classpath");
    lines.add(quoted(String.join(File.pathSeparator, classPath)));
    Files.createDirectories(target.toPath());
    return Files.write(target.toPath().resolve("assert-promoted.arguments"), lines);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
