package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/validations.md} and {@code docs/model-tests.md} show of Java compiles, and the
 * tables have all that the catalogue has. The page that leads from an empty class to a gate is
 * compiled and run elsewhere.
 */
class DocumentedExamplesTests {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| .*$", Pattern.MULTILINE);
  private static final String IMPORTS =
      """
      import static dev.verdigris.validations.VerdigrisAssertions.*;
      import static java.time.Duration.*;
      import dev.verdigris.*;
      import dev.verdigris.validations.*;
      import dev.verdigris.validations.models.*;
      import java.nio.file.Path;
      import java.time.Instant;
      import java.util.Map;
      import org.junit.jupiter.api.Test;
      """;

  @TempDir private Path classes;

  @Test
  void everyExampleOfThePagesCompiles() throws IOException {
    List<String> examples = new ArrayList<>();
    String validations = Files.readString(DOCS.resolve("validations.md"));
    for (String section : validations.split("(?m)^## ", -1)) {
      String receiver =
          section.startsWith("Relations") ? "assertThat(relation)" : "assertThat(green)";
      ROW.matcher(section)
          .results()
          .forEach(row -> examples.addAll(examples(row.group(), receiver)));
    }
    int rows = examples.size();
    String models = Files.readString(DOCS.resolve("model-tests.md"));
    for (String line : models.split("\n", -1)) {
      if (line.startsWith("| `given")) {
        examples.add("models." + code(line).get(0).replace(", …", ""));
      }
    }
    assertThat(rows).isGreaterThan(26);
    assertThat(examples.size()).isGreaterThan(rows + 3);

    List<String> classes = new ArrayList<>(blocks(validations));
    classes.addAll(blocks(models));
    assertThat(classes).hasSize(2);
    assertThat(compiled(examples, classes)).isEmpty();
  }

  @Test
  void theTablesHaveEveryItemOfTheCatalogue() throws IOException {
    Set<Integer> documented = new TreeSet<>();
    ROW.matcher(Files.readString(DOCS.resolve("validations.md")))
        .results()
        .forEach(
            row -> {
              documented.add(Integer.parseInt(row.group(1)));
              List<String> cells = List.of(row.group().split("(?<!\\\\)\\|", -1));
              assertThat(cells).as(row.group()).hasSize(7);
              assertThat(cells.subList(1, 6)).as(row.group()).noneMatch(String::isBlank);
            });
    assertThat(documented).containsExactlyElementsOf(IntStream.rangeClosed(1, 26).boxed().toList());
  }

  /** The code of the last cell, as statements. */
  private static List<String> examples(String row, String receiver) {
    String cell = row.substring(row.lastIndexOf(" | ") + 3);
    return code(cell).stream()
        .map(code -> code.startsWith(".") ? receiver + code : code)
        .map(code -> code.replace("\\|", "|"))
        .toList();
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Those that are classes. */
  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1).contains("class ")) {
        blocks.add(matcher.group(1));
      }
    }
    return blocks;
  }

  /** What the compiler says. */
  private List<String> compiled(List<String> statements, List<String> blocks) {
    StringBuilder source = new StringBuilder(IMPORTS);
    blocks.forEach(block -> imports(block).forEach(line -> source.append(line).append('\n')));
    source.append("class Examples {\n");
    for (int i = 0; i < statements.size(); i++) {
      source
          .append("  void example")
          .append(i)
          .append(
              "(Green green, Blue blue, Relation relation, Relation airports, Relation routes,"
                  + " Models models, String text) {\n    ")
          .append(statements.get(i))
          .append(";\n  }\n");
    }
    blocks.forEach(block -> source.append("static ").append(nested(block)).append('\n'));
    source.append("}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    compiler
        .getTask(
            null,
            null,
            diagnostics,
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")),
            null,
            List.of(
                new SimpleJavaFileObject(
                    URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
                  @Override
                  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                  }
                }))
        .call();
    return diagnostics.getDiagnostics().stream().map(Object::toString).toList();
  }

  private static List<String> imports(String block) {
    return block.lines().filter(line -> line.startsWith("import ")).toList();
  }

  /** A class without what stands before it, to stand in another. */
  private static String nested(String block) {
    return block.substring(block.indexOf("class "));
  }
}
