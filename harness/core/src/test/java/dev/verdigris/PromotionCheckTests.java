package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.gate.PromotionCheck;
import dev.verdigris.gate.PromotionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a build says of its promotion afterwards: of its record, and of production. */
class PromotionCheckTests extends DeploymentRunFixture {
  private static final PromotionRecord RECORD =
      new PromotionRecord(
          "com.example.FlightsDeployment",
          "pr_17",
          Instant.parse("2026-11-25T13:00:00Z"),
          List.of(4711L),
          new PromotionRecord.Place(null, "/data"),
          "materialize",
          List.of(
              new PromotionRecord.Carrier("schema", "flights", "u11"),
              new PromotionRecord.Carrier("cluster", "compute", "u2")));

  @Test
  void production_that_carries_the_promoted_ids_is_what_was_promoted() {
    assertThat(PromotionCheck.of(RECORD, server)).isEmpty();
  }

  @Test
  void production_that_somebody_changed_since_is_told_by_its_ids() {
    server.somebodyElse(
        server.catalog().withoutCluster("u2").withoutSchema("u11").with(schema("u99", "flights")));
    assertThat(PromotionCheck.of(RECORD, server).map(Problem::format))
        .contains(
            """
            VG-5340 CONFLICT  production is no longer what this build promoted as deployment pr_17
              changed   schema flights  promoted u11  now u99
                        cluster compute  promoted u2  now absent
              state     this build changed nothing since its promotion at 2026-11-25T13:00:00Z
              next      see who deployed or rolled back since, then run mvn verify -Pdeploy again\
            """);
  }

  @Test
  void a_server_that_does_not_answer_leaves_the_promotion_open() {
    server.intercept(
        (sql, at) -> {
          if (at == Moment.BEFORE) {
            throw new SQLException("ERROR: canceling statement due to user request", "57014");
          }
        });
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotionCheck.of(RECORD, server))
        .withMessage(
            """
            VG-6340 CONNECTION  the server does not say whether deployment pr_17 is in production
              server    fake server
              cause     ERROR: canceling statement due to user request
              state     this build promoted it at 2026-11-25T13:00:00Z
              next      run mvn verify -Pdeploy again: what is promoted stays promoted\
            """);
  }

  @Test
  void a_record_that_cannot_be_written_is_a_follow_up() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "").resolve("pr_17.json");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RECORD.write(file))
        .withMessage(
            """
            VG-7340 FOLLOW-UP FAILED  deployment pr_17 is promoted, and its record cannot be written
              file      %s
              cause     java.nio.file.FileAlreadyExistsException: %s
              state     deployment pr_17 is promoted
              next      make the directory writable and run the same command again: it changes nothing else\
            """
                .formatted(file, file.getParent()));
  }

  @Test
  void a_record_of_a_newer_version_is_not_read() throws IOException {
    Path file = PromotionRecord.file(directory, "pr_17");
    RECORD.write(file);
    Files.writeString(
        file, Files.readString(file).replace("\"schemaVersion\": 1", "\"schemaVersion\": 9"));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotionRecord.readAll(directory))
        .withMessage(
            """
            VG-2340 CONFIGURATION  a record of promotion cannot be read
              file      %s
              cause     its schema is version 9
              state     nothing was changed
              next      delete the file and promote again: mvn verify -Pdeploy\
            """
                .formatted(file));
  }
}
