package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the sample project away from here: installs Verdigris into an empty repository, copies the
 * sample to another directory and runs it there. Several minutes; run by {@code mvn verify -Pfull}.
 */
@EnabledIfSystemProperty(
    named = "verdigris.test.full",
    matches = "true",
    disabledReason = "builds everything again; run by mvn verify -Pfull")
class SampleElsewhereTests {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea");

  @TempDir private Path directory = Path.of("unset");

  @Test
  void validatesAndPromotesWhenItIsCopiedElsewhere() throws Exception {
    Optional<Path> mvn = mvn();
    Assumptions.assumeTrue(mvn.isPresent(), "there is no mvn on the PATH");
    Path maven = mvn.orElseThrow();
    Path build = directory.resolve("build");
    copy(ROOT, build);
    run(
        build,
        maven,
        "install",
        "-pl",
        "!sample-project",
        "-Dmaven.test.skip",
        "-Dmaven.javadoc.skip",
        "-Dspotless.check.skip");

    Path sample = directory.resolve("somewhere else");
    copy(ROOT.resolve("sample-project"), sample);

    String validated = run(sample, maven, "verify");
    assertThat(validated)
        .contains("promote", "not run: promotion was not asked for")
        .contains("mvn verify -Pdeploy promotes it");

    String promoted = run(sample, maven, "verify", "-Pdeploy,run");
    assertThat(promoted).containsPattern("promote +[0-9.]+ s  done: ");

    String again = run(sample, maven, "verify", "-Pdeploy,run");
    assertThat(again)
        .containsPattern("promote +[0-9.]+ s  deployment early_arrivals is in production already");
  }

  private static Optional<Path> mvn() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry, "mvn"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private String run(Path project, Path maven, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp", "-s"));
    command.add(settings().toString());
    command.add("-Dmaven.repo.local=" + directory.resolve("repository"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(directory, "mvn", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(log);
    assertThat(ended).as(printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  /** What others made is taken from the repository of this build where that is at hand. */
  private Path settings() throws IOException {
    String local =
        System.getProperty(
            "maven.repo.local", Path.of(System.getProperty("user.home"), ".m2/repository") + "");
    return Files.writeString(
        directory.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>near</id>
              <repositories>
                <repository><id>near</id><url>%1$s</url></repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>near</id><url>%1$s</url></pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>near</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(Path.of(local).toUri()));
  }

  private static void copy(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (!from.equals(source) && LEFT_OUT.contains(from.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(source.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(from, target.resolve(source.relativize(from)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
