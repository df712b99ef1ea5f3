package dev.verdigris.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the {@link Deployment} classes of a directory of compiled tests. */
final class DeploymentClasses {
  private static final String SUFFIX = ".class";

  /** How a class file names the annotation. */
  private static final String DESCRIPTOR = Deployment.class.descriptorString();

  private DeploymentClasses() {}

  /**
   * The classes, sorted by name.
   *
   * @param names what is looked for; empty: all that are there
   * @throws dev.verdigris.VerdigrisException VG-2650 for a name that is none, VG-3652 when one does
   *     not load
   */
  static List<Class<?>> in(Path directory, List<String> names) {
    List<Class<?>> found = new ArrayList<>();
    for (String name : names.isEmpty() ? candidates(directory) : names) {
      Class<?> type = load(name, directory, !names.isEmpty());
      if (type.isAnnotationPresent(Deployment.class)) {
        found.add(type);
      } else if (!names.isEmpty()) {
        throw PromotedProblems.noSuchDeployment(name, directory);
      }
    }
    return found;
  }

  private static Class<?> load(String name, Path directory, boolean named) {
    try {
      return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw named
          ? PromotedProblems.noSuchDeployment(name, directory)
          : PromotedProblems.notLoadable(name, e);
    } catch (LinkageError e) {
      throw PromotedProblems.notLoadable(name, e);
    }
  }

  /** Class files that mention the annotation; most do not, and need not load. */
  private static List<String> candidates(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX) && mentions(file))
          .map(file -> directory.relativize(file).toString())
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .map(file -> file.replace('/', '.').replace('\\', '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean mentions(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(DESCRIPTOR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
