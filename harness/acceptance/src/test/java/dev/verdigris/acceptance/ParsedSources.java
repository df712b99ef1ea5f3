package dev.verdigris.acceptance;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The project's own Java files as the compiler reads them: parsed, and not attributed. */
final class ParsedSources {
  private static final Path ROOT = Path.of("../..");

  private ParsedSources() {}

  /**
   * The files of all modules that have some words in them.
   *
   * @param kind {@code main} or {@code test}
   * @param words what a file has to hold
   */
  static List<CompilationUnitTree> with(String kind, String words) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : files("/src/" + kind + "/java/", ".java")) {
      if (Files.readString(file).contains(words)) {
        files.add(file);
      }
    }
    return parse(files);
  }

  /** The files of all modules below such a directory and with such an ending, in order. */
  static List<Path> files(String directory, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith(ending))
          .filter(file -> file.toString().replace('\\', '/').contains(directory))
          .sorted()
          .toList();
    }
  }

  private static List<CompilationUnitTree> parse(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      return units;
    }
  }
}
