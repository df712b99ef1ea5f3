package dev.verdigris.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTests {
  @TempDir private Path directory;

  @Test
  void all_expected_and_all_good_promotes() {
    assertThat(verdict(List.of("a", "b"), executed("a"), executed("b")).blocked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void outcomes_block_or_do_not(Outcome outcome) {
    Verdict verdict = verdict(List.of("a"), executed("a", outcome));
    boolean blocks =
        switch (outcome) {
          case PASS, WARN, WAIVED -> false;
          case FAIL, INCONCLUSIVE, ERROR, SKIPPED -> true;
        };
    assertThat(verdict.blocked().isPresent()).isEqualTo(blocks);
  }

  @Test
  void what_blocks_is_named() {
    Verdict verdict =
        verdict(
            List.of("a", "b", "c"),
            executed("a"),
            new Executed("b", "keys are unique", Outcome.FAIL, Duration.ZERO, "3 rows\nmore"),
            executed("x"));
    assertThat(verdict.blocked().map(Problem::format))
        .contains(
            """
            VG-3301 GATE FAILED  2 of 3 validations of deployment pr_17 passed
              blocking  FAIL  keys are unique: 3 rows
              not run   c
              unknown   x
              state     nothing was promoted; green stays up
              next      mend the models or the validations and run mvn verify again\
            """);
  }

  @Test
  void a_test_that_is_missing_or_unknown_or_twice_blocks_by_itself() {
    assertThat(verdict(List.of("a", "b"), executed("a")).blocked().map(Problem::format))
        .hasValueSatisfying(text -> assertThat(text).contains("  not run   b\n"));
    assertThat(verdict(List.of("a"), executed("a"), executed("x")).blocked().map(Problem::format))
        .hasValueSatisfying(text -> assertThat(text).contains("  unknown   x\n"));
    assertThat(verdict(List.of("a"), executed("a"), executed("a")).blocked().map(Problem::format))
        .hasValueSatisfying(text -> assertThat(text).contains("  twice     a\n"));
  }

  @Test
  void one_test_executed_twice_is_not_two() {
    assertThat(verdict(List.of("a", "b"), executed("a"), executed("a")).blocked()).isPresent();
  }

  @Test
  void nothing_is_not_a_success() {
    assertThat(verdict(List.of()).blocked().map(Problem::format))
        .contains(
            """
            VG-9302 NOTHING VALIDATED  deployment pr_17 has no validations
              state     nothing was promoted; green stays up
              next      write at least one @Validation test and run mvn verify again\
            """);
    assertThat(verdict(List.of("a", "b")).blocked().map(Problem::format))
        .contains(
            """
            VG-9303 NOTHING VALIDATED  none of 2 validations of deployment pr_17 ran
              state     nothing was promoted; green stays up
              next      run all validations: a filter or a single test never promotes\
            """);
  }

  @Test
  void a_green_that_changed_meanwhile_does_not_promote() {
    Verdict changed =
        new Verdict(
            Fingerprint.of(List.of("schema u1")), evidence(List.of("a"), executed("a")), false);
    assertThat(changed.blocked().map(Problem::format))
        .contains(
            """
            VG-5316 CONFLICT  green of deployment pr_17 changed while it was validated
              state     nothing was promoted; green stays up
              next      validate it again: run mvn verify\
            """);
  }

  @Test
  void a_verdict_is_read_back_as_it_was_written() {
    Path file = directory.resolve("deep/verdict.json");
    Verdict verdict = verdict(List.of("a"), executed("a"));

    verdict.write(file);

    assertThat(Verdict.read(file)).isEqualTo(verdict);
    assertThat(Verdict.read(file).digest()).isEqualTo(verdict.digest()).hasSize(64);
  }

  @Test
  void a_verdict_that_was_touched_is_refused() throws IOException {
    Path file = directory.resolve("verdict.json");
    verdict(List.of("a"), executed("a", Outcome.FAIL)).write(file);
    Files.writeString(file, Files.readString(file).replace("FAIL", "PASS"));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> Verdict.read(file))
        .withMessage(
            """
            VG-2301 CONFIGURATION  the verdict cannot be read: its digest does not match its content
              file      %s
              state     nothing was promoted; green stays up
              next      validate again: run mvn verify\
            """
                .formatted(file));
  }

  @Test
  void a_verdict_that_cannot_be_written_is_told() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "").resolve("verdict.json");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> verdict(List.of("a"), executed("a")).write(file))
        .withMessage(
            """
            VG-2304 CONFIGURATION  the verdict cannot be written
              file      %s
              cause     java.nio.file.FileAlreadyExistsException: %s
              state     nothing was promoted; green stays up
              next      make the directory writable and run the same command again\
            """
                .formatted(file, file.getParent()));
  }

  @Test
  void a_missing_and_a_newer_verdict_are_refused() throws IOException {
    Path file = directory.resolve("verdict.json");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> Verdict.read(file))
        .withMessage(
            """
            VG-9301 NOTHING VALIDATED  there is no verdict at %s
              state     nothing was promoted
              next      validate first: run mvn verify\
            """
                .formatted(file));
    Files.writeString(file, "{\"schemaVersion\": 2}");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> Verdict.read(file))
        .withMessageStartingWith(
            "VG-2301 CONFIGURATION  the verdict cannot be read: its schema is version 2, this"
                + " Verdigris reads version 1\n");
    Files.writeString(file, "[1");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> Verdict.read(file))
        .withMessageStartingWith(
            "VG-2301 CONFIGURATION  the verdict cannot be read: it is not a verdict\n");
  }

  private static Verdict verdict(List<String> expected, Executed... executed) {
    return new Verdict(
        Fingerprint.of(List.of("schema u1", "cluster u2")), evidence(expected, executed), true);
  }

  private static Evidence evidence(List<String> expected, Executed... executed) {
    return new Evidence(
        "pr_17",
        "c0ffee",
        Instant.parse("2026-11-25T13:00:00Z"),
        Instant.parse("2026-11-25T13:00:05Z"),
        expected,
        List.of(executed));
  }

  private static Executed executed(String id) {
    return executed(id, Outcome.PASS);
  }

  private static Executed executed(String id, Outcome outcome) {
    return new Executed(id, "test " + id, outcome, Duration.ofMillis(3), "");
  }
}
