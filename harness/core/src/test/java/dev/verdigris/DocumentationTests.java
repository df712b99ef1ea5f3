package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.preflight.Rule;
import dev.verdigris.preflight.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTests {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Pattern CODE = Pattern.compile("(?:problem|at)\\(\\s*(\\d{1,3}),");

  @TempDir Path directory;

  @Test
  void everyKeyStandsInTheDocumentationWithItsSettings() throws IOException {
    String text = Files.readString(DOCS.resolve("configuration.md"));
    for (ConfigKey key : ConfigKey.all()) {
      String path = key.path().isEmpty() ? "not in the file" : "`" + key.path() + "`";
      assertThat(text)
          .contains(
              "| %s | `%s` | `%s` |"
                  .formatted(path, key.setting(), Settings.variable(key.setting())));
    }
  }

  @Test
  void theExamplesCanBeRead() throws IOException {
    String text = Files.readString(DOCS.resolve("configuration.md"));
    List<String> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    DeploymentConfig least = load(examples.get(0));
    DeploymentConfig all =
        load(examples.get(1).replaceAll("(?m)^( *server:|.*# no default).*\n", ""));
    assertThat(all).isEqualTo(least);
  }

  @Test
  void everyCodeStandsInTheDocumentation() throws IOException {
    assertDocumented("configuration.md", "ConfigMessages.java");
    assertDocumented("models.md", "project/ProjectMessages.java", "project/SinkMessages.java");
  }

  @Test
  void everyRuleOfPreflightStandsInTheDocumentation() throws IOException {
    String text = Files.readString(DOCS.resolve("preflight.md"));
    List<String> rows =
        Pattern.compile("^\\| (`[a-z-]+` \\| [a-z]+) \\|", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .toList();
    Map<Severity, String> words =
        Map.of(Severity.BLOCKS, "blocks", Severity.WARNS, "warns", Severity.TELLS, "told");
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values())
                .map(rule -> "`" + rule.id() + "` | " + words.get(rule.severity()))
                .toList());
  }

  private static void assertDocumented(String page, String... factories) throws IOException {
    String text = Files.readString(DOCS.resolve(page));
    StringBuilder source = new StringBuilder();
    for (String factory : factories) {
      source.append(Files.readString(Path.of("src/main/java/dev/verdigris", factory)));
    }
    List<String> codes =
        CODE.matcher(source)
            .results()
            .map(match -> "`VG-2%03d`".formatted(Integer.parseInt(match.group(1))))
            .distinct()
            .toList();
    assertThat(codes).hasSizeGreaterThan(15).allSatisfy(code -> assertThat(text).contains(code));
    Stream<String> documented =
        Pattern.compile("^\\| (`VG-.*?) \\|", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .flatMap(match -> Stream.of(match.group(1).split(", ")));
    assertThat(documented).containsExactlyInAnyOrderElementsOf(codes);
  }

  private DeploymentConfig load(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("verdigris.yaml"), yaml);
    return DeploymentConfig.load(file, Settings.none());
  }
}
