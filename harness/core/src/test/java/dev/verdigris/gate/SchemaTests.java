package dev.verdigris.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTests {
  private static final String VERDICT = "verdict.schema.json";
  private static final String OUTPUT = "command-output.schema.json";
  private static final String STATE = "run-state.schema.json";

  @TempDir private Path directory = Path.of("unset");

  private String verdict() throws IOException {
    Evidence evidence =
        new Evidence(
            "pr_17",
            "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
            WorkingTree.DIRTY,
            Instant.parse("2026-11-25T13:00:00Z"),
            Instant.parse("2026-11-25T13:00:05.123Z"),
            List.of("a", "b"),
            List.of(
                new Executed(
                    "a",
                    "A.a",
                    Outcome.WARN,
                    Duration.ofMillis(65_300),
                    "3 rows",
                    List.of("1764000123456"),
                    false,
                    true),
                new Executed(
                    "b", "A.b", Outcome.SKIPPED, Duration.ZERO, "", List.of(), true, false)),
            new TreeMap<>(Map.of("server", "v1")));
    Path file = directory.resolve("verdict.json");
    new Verdict(Fingerprint.of(List.of("green schema u1")), evidence, true).write(file);
    assertThat(Verdict.read(file).evidence()).isEqualTo(evidence);
    return Files.readString(file);
  }

  private static RunState state() {
    return new RunState(
        "pr_17",
        "com.example.Production",
        RunState.Status.INTERRUPTED,
        "promote",
        RunState.Promotion.BEGUN,
        Instant.parse("2026-11-25T13:00:00Z"),
        4711,
        "unknown",
        "run it again");
  }

  @Test
  void verdictsAreAsTheirSchemaSays() throws IOException {
    assertThat(JsonSchema.faults(VERDICT, verdict())).isEmpty();
  }

  @Test
  void statesAreAsTheirSchemaSaysAndAreReadBack() throws IOException {
    Path file = directory.resolve("deep/state.json");
    state().write(file);

    assertThat(JsonSchema.faults(STATE, Files.readString(file))).isEmpty();
    assertThat(RunState.read(file)).contains(state());
    assertThat(RunState.read(directory.resolve("none.json"))).isEqualTo(Optional.empty());
  }

  /** The command line's own tests compare what it prints with these files. */
  @Test
  void theCommandLinesDocumentsAreAsTheirSchemaSays() throws IOException {
    Path golden = Path.of("..", "cli", "src", "test", "resources", "golden");
    List<Path> documents;
    try (Stream<Path> files = Files.list(golden)) {
      documents = files.filter(file -> file.toString().endsWith(".json")).toList();
    }
    assertThat(documents).hasSizeGreaterThan(2);
    for (Path document : documents) {
      assertThat(JsonSchema.faults(OUTPUT, Files.readString(document)))
          .as(document.toString())
          .isEmpty();
    }
    String status = Files.readString(golden.resolve("status.json"));
    assertThat(JsonSchema.faults(OUTPUT, status.replace("\"left\"", "\"right\"")))
        .containsExactly(" has no left", " has right");
    assertThat(JsonSchema.faults(OUTPUT, status.replace("\"PROMOTED\"", "\"PROMISED\"")))
        .hasSize(1);
    assertThat(JsonSchema.faults(OUTPUT, status.replace("\"problem\": null", "\"problem\": 1")))
        .containsExactly("/problem is no object or null");
  }

  @Test
  void theSchemaSeesWhatIsOtherwise() throws IOException {
    assertThat(JsonSchema.faults(VERDICT, verdict().replace("WARN", "FINE")))
        .containsExactly(
            "/executed[]/outcome is none of"
                + " [\"PASS\",\"WARN\",\"FAIL\",\"INCONCLUSIVE\",\"ERROR\",\"WAIVED\",\"SKIPPED\"]");
    assertThat(JsonSchema.faults(VERDICT, verdict().replace("\"tree\"", "\"wood\"")))
        .containsExactly(" has no tree", " has wood");
    assertThat(
            JsonSchema.faults(
                VERDICT, verdict().replace("\"schemaVersion\": 1", "\"schemaVersion\": 2")))
        .containsExactly("/schemaVersion is not 1");
    assertThat(JsonSchema.faults(VERDICT, verdict().replace("PT1M5.3S", "a minute"))).hasSize(1);
    assertThat(
            JsonSchema.faults(VERDICT, verdict().replace("\"accepted\": false", "\"accepted\": 0")))
        .containsExactly("/executed[]/accepted is no boolean");
  }
}
