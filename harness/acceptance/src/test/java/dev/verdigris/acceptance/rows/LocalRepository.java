package dev.verdigris.acceptance.rows;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Maven repository below {@code target} that has this build's own artifacts, and by symbolic
 * links everything else that the real one has: builds in it find Verdigris although nothing of it
 * was ever installed, and nothing of it gets into the real one.
 */
final class LocalRepository {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String VERSION = "0.1.0-SNAPSHOT";

  /** Our modules by artifact. */
  private static final Map<String, String> MODULES =
      new TreeMap<>(
          Map.of(
              "verdigris-core", "harness/core",
              "verdigris-junit", "harness/junit",
              "verdigris-local-engine", "harness/local-engine",
              "verdigris-validations", "validations",
              "verdigris-maven-plugin", "harness/maven-plugin"));

  private LocalRepository() {}

  /** Makes it anew. */
  static Path create(Path directory) {
    try {
      delete(directory);
      Path ours = Files.createDirectories(directory.resolve("dev/verdigris"));
      link(real(), directory, "dev");
      link(real().resolve("dev"), directory.resolve("dev"), "verdigris");
      pom(ours, "verdigris-parent", ROOT.resolve("pom.xml"));
      pom(ours, "verdigris-bom", ROOT.resolve("harness/bom/pom.xml"));
      for (Map.Entry<String, String> module : MODULES.entrySet()) {
        Path source = ROOT.resolve(module.getValue());
        pom(ours, module.getKey(), source.resolve("pom.xml"));
        jar(compiled(module.getKey(), module.getValue()), file(ours, module.getKey(), "jar"));
      }
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository of the build that runs us. */
  private static Path real() {
    Path home = Path.of(System.getProperty("user.home"), ".m2", "repository");
    return Path.of(System.getProperty("localRepository", home.toString()));
  }

  private static void link(Path from, Path to, String except) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        Path name = child.getFileName();
        if (!name.toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(name), child.toAbsolutePath());
        }
      }
    }
  }

  private static Path file(Path ours, String artifact, String extension) throws IOException {
    Path directory = Files.createDirectories(ours.resolve(artifact).resolve(VERSION));
    return directory.resolve(artifact + "-" + VERSION + "." + extension);
  }

  private static void pom(Path ours, String artifact, Path source) throws IOException {
    Files.copy(source, file(ours, artifact, "pom"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** A jar or a directory of classes: of our own class path, or what the module compiled. */
  private static Path compiled(String artifact, String module) {
    String name = module.substring(module.lastIndexOf('/') + 1);
    Optional<Path> ours =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(
                entry ->
                    entry.endsWith(Path.of(module, "target", "classes"))
                        || entry.endsWith(Path.of(name, "main"))
                        || entry.getFileName().toString().equals(artifact + "-" + VERSION + ".jar"))
            .findFirst();
    Path found = ours.orElse(ROOT.resolve(module).resolve("target/classes"));
    if (!Files.exists(found)) {
      throw new IllegalStateException("compile " + module + " first: there is no " + found);
    }
    return found;
  }

  private static void jar(Path compiled, Path jar) throws IOException {
    if (Files.isRegularFile(compiled)) {
      Files.copy(compiled, jar, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(compiled)) {
      zip.setLevel(1);
      List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : regular) {
        zip.putNextEntry(new ZipEntry(compiled.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /** Without following links. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
