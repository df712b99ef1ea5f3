package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.verdigris.Sink;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the readers of a topic would notice of a promotion, and what they did notice. */
class SinkAssertTests {
  private static final String END =
      "\n  state     nothing was promoted; green stays up"
          + "\n  next      mend the model and run mvn verify again";

  @TempDir private static Path directory;

  /** Green counts early departures as no delay, so that one key changes and one is new. */
  private static Landscape values;

  /** Green has one row for each flight. */
  private static Landscape contract;

  @BeforeAll
  static void deploy() throws IOException, SQLException {
    assumeFalse(SharedServer.kafka().isEmpty(), "there is no broker");
    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT origin AS iata, count(*) AS flights,"
            + " sum(greatest(delay, 0)) AS delay FROM NAME_raw.flights GROUP BY origin;\n");
    values = Landscape.of(Files.createDirectory(directory.resolve("values")), models);
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT nullif(origin, '') AS iata, delay::text AS"
            + " flights FROM NAME_raw.flights;\n");
    models.remove("board");
    contract = Landscape.of(Files.createDirectory(directory.resolve("contract")), models);
  }

  @AfterAll
  static void close() throws SQLException {
    for (Landscape landscape : new Landscape[] {values, contract}) {
      if (landscape != null) {
        landscape.close();
      }
    }
  }

  private static Sink sink(Landscape landscape) {
    return landscape.green().sink(landscape.named("NAME_sinks.delays"));
  }

  private static void fails(Landscape landscape, ThrowingCallable assertion, String message) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isExactlyInstanceOf(AssertionError.class);
    String text = String.valueOf(failure.getMessage());
    assertThat(landscape.anonymous(text)).isEqualTo(message + END);
    if (!text.contains("Evaluation error")) {
      assertThat(catchThrowable(() -> landscape.rowsOf(Landscape.look(text)))).isNull();
    }
  }

  @Test
  void green_s_sink_is_production_s_with_the_relation_that_it_will_read() {
    Sink green = sink(values);
    Sink blue = values.blue().sink(green.name());
    assertThat((Object) green).isEqualTo(blue);
    assertThat(green.relation()).contains(values.green().relation(values.named("NAME.delays")));
    assertThat(blue.relation()).contains(values.blue().relation(values.named("NAME.delays")));
    assertThat(green.readsNow()).isEqualTo(blue.relation());
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> values.green().sink("sinks.delay"))
        .satisfies(
            failure ->
                assertThat(values.anonymous(String.valueOf(failure.getMessage())))
                    .matches(
                        "(?s)VG-2244 CONFIGURATION  no sink sinks.delay reads the deployment\\R  sinks .*"));
  }

  @Proves(value = CatalogueItem.SINK_CONTRACT, aspects = Aspect.PASSES)
  @Test
  void a_contract_is_kept_where_only_values_differ() {
    assertThat(sink(values)).keepsContractOf(values.blue());
  }

  /** Also by a column that may be null now. */
  @Proves(
      value = CatalogueItem.SINK_CONTRACT,
      aspects = {Aspect.FAILS, Aspect.NULLS})
  @Test
  void a_contract_is_broken_by_lost_and_retyped_columns_and_by_a_key_that_nobody_can_prove() {
    fails(
        contract,
        () ->
            assertThat(sink(contract))
                .because("the on-time board reads the topic")
                .keepsContractOf(contract.blue()),
        """
        VG-3820 GATE FAILED  a sink would not keep its contract
          because   the on-time board reads the topic
          compared  blue NAME.delays  with  green NAME_next.delays
          nullable  NAME.delays.iata  blue text not null  green text
          retyped   NAME.delays.flights  blue bigint  green text
          lost      NAME.delays.delay, bigint
          key       sink NAME_sinks.delays, key iata; provable keys: none
          look      SELECT s.name AS schema, o.name, c.name AS column, c.type, c.nullable FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_columns AS c ON c.id = o.id WHERE o.id IN (<id>, <id>) ORDER BY o.name, c.position, s.name""");
  }

  @Proves(
      value = CatalogueItem.CUTOVER_EFFECT,
      aspects = {Aspect.PASSES, Aspect.FAILS, Aspect.NULLS})
  @Test
  void a_cutover_changes_as_many_keys_as_are_allowed() {
    assertThat(sink(values)).changesAtMost(keys -> keys.stale(2));
    fails(
        values,
        () -> assertThat(sink(values)).changesAtMost(keys -> keys.missing(1)),
        """
        VG-3821 GATE FAILED  the cutover of a sink would change more keys than allowed
          compared  NAME.delays, which it reads now,  with  green NAME_next.delays  at <time>, on cluster NAME_next
          counts    rows in either relation 6 · found 1
          stale     2 keys, allowed 0
                    iata=LAX  flights=1, delay=NULL → flights=1, delay=0
                    iata=SEA  flights=2, delay=6 → flights=2, delay=10
          rules     keys allowed: stale 0, missing 1, extra 0
          look      SELECT 'after' AS only, a.* FROM (SELECT "iata", "flights", "delay" FROM "materialize"."NAME_next"."delays" EXCEPT ALL SELECT "iata", "flights", "delay" FROM "materialize"."NAME"."delays") AS a UNION ALL SELECT 'before' AS only, b.* FROM (SELECT "iata", "flights", "delay" FROM "materialize"."NAME"."delays" EXCEPT ALL SELECT "iata", "flights", "delay" FROM "materialize"."NAME_next"."delays") AS b""");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(sink(values)).changesAtMost(keys -> keys.extra(-1)))
        .withMessage("extra: -1 is not 0 or more");
  }

  @Test
  void a_sink_is_healthy_and_gets_on() {
    assertThat(sink(values)).eventually(ofSeconds(20)).isHealthy().progressesWithin(ofSeconds(20));
  }

  @Test
  void a_topic_equals_its_relation_whatever_the_envelope() throws SQLException {
    contract.execute(
        "CREATE SINK NAME_sinks.history IN CLUSTER NAME_sinks FROM NAME.delays INTO KAFKA"
            + " CONNECTION NAME_sinks.kafka (TOPIC 'NAME-history') KEY (iata) FORMAT JSON ENVELOPE"
            + " DEBEZIUM");
    Sink history = contract.blue().sink(contract.named("NAME_sinks.history"));
    assertThat(sink(contract)).eventually(ofSeconds(20)).topicEqualsRelation();
    assertThat(history).eventually(ofSeconds(20)).topicEqualsRelation();
    contract.execute(
        "DELETE FROM NAME_raw.flights WHERE origin = 'SFO'",
        "INSERT INTO NAME_raw.flights VALUES ('JFK', NULL)");
    assertThat(sink(contract)).eventually(ofSeconds(20)).topicEqualsRelation();
    assertThat(history).eventually(ofSeconds(20)).topicEqualsRelation();
  }

  @Test
  void a_plain_cutover_leaves_a_key_stale_that_the_topic_tells() throws SQLException {
    values.execute("ALTER SINK NAME_sinks.delays SET FROM NAME_next.delays");
    try {
      fails(
          values,
          () -> assertThat(sink(values)).deadline(ofSeconds(20)).topicEqualsRelation(),
          """
          VG-3827 GATE FAILED  a topic does not hold what its relation holds
            compared  topic NAME  with  green NAME_next.delays  at <time>, on cluster NAME_next
            counts    rows or records 3 · found 2
            stale     topic iata="LAX"  flights=1  delay=null  relation iata="LAX"  flights=1  delay=0
                      topic iata="SEA"  flights=2  delay=6  relation iata="SEA"  flights=2  delay=10
            look      SELECT * FROM "materialize"."NAME_next"."delays\"""");
      assertThat(sink(values)).changesAtMost(keys -> keys);
    } finally {
      values.execute("ALTER SINK NAME_sinks.delays SET FROM NAME.delays");
    }
  }

  @Proves(
      value = {CatalogueItem.SINK_CONTRACT, CatalogueItem.CUTOVER_EFFECT},
      aspects = Aspect.QUOTED)
  @Test
  void names_that_need_quotes_are_quoted() throws SQLException {
    values.execute(
        "CREATE SINK NAME_sinks.\"Odd \"\"sink\"\"\" IN CLUSTER NAME_sinks FROM NAME.\"Quoted Name\""
            + " INTO KAFKA CONNECTION NAME_sinks.kafka (TOPIC 'NAME-odd') KEY (\"Airport"
            + " \"\"code\"\"\") FORMAT JSON ENVELOPE UPSERT");
    Sink odd = values.green().sink(values.named("NAME_sinks.Odd \"sink\""));
    assertThat(odd)
        .keepsContractOf(values.blue())
        .changesAtMost(keys -> keys)
        .eventually(ofSeconds(20))
        .topicEqualsRelation();
  }

  @Proves(
      value = {CatalogueItem.SINK_CONTRACT, CatalogueItem.CUTOVER_EFFECT},
      aspects = Aspect.EMPTY)
  @Test
  void without_rows_the_effect_of_a_cutover_is_not_known_unless_that_is_declared()
      throws SQLException {
    Sink empty = sinkOf("nobody", "iata");
    assertThat(empty).keepsContractOf(values.blue());
    assertThatExceptionOfType(InconclusiveError.class)
        .isThrownBy(() -> assertThat(empty).changesAtMost(keys -> keys))
        .withMessageStartingWith(
            "VG-3821 INCONCLUSIVE  there is nothing to look at: no rows in either relation");
    assertThat(empty)
        .allowingEmpty()
        .changesAtMost(keys -> keys)
        .eventually(ofSeconds(20))
        .topicEqualsRelation();
  }

  /** A sink whose relation is an error goes on running; only reading the relation tells. */
  @Proves(
      value = {
        CatalogueItem.SINK_CONTRACT,
        CatalogueItem.CUTOVER_EFFECT,
        CatalogueItem.SOURCES_AND_SINKS
      },
      aspects = Aspect.UNREADABLE)
  @Test
  void what_a_sink_reads_may_be_an_error() throws SQLException {
    Sink ratios = sinkOf("ratios", "id");
    assertThat(ratios).eventually(ofSeconds(20)).isHealthy();
    values.spoil();
    try {
      assertThat(ratios).keepsContractOf(values.blue());
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> assertThat(ratios).changesAtMost(keys -> keys))
          .withMessageStartingWith("VG-3108 ")
          .withMessageContaining("Evaluation error: division by zero");
      fails(
          values,
          () -> assertThat(ratios).isHealthy(),
          """
          VG-3818 GATE FAILED  relations of green cannot be read
            read      every value of green NAME_next.ratios, on cluster NAME_next
            error     NAME.ratios  Evaluation error: division by zero
            look      SELECT * FROM "materialize"."NAME_next"."ratios\"""");
    } finally {
      values.mend();
    }
  }

  private static Sink sinkOf(String relation, String key) throws SQLException {
    values.execute(
        "CREATE SINK NAME_sinks."
            + relation
            + " IN CLUSTER NAME_sinks FROM NAME."
            + relation
            + " INTO KAFKA CONNECTION NAME_sinks.kafka (TOPIC 'NAME-"
            + relation
            + "') KEY ("
            + key
            + ") FORMAT JSON ENVELOPE UPSERT");
    return values.green().sink(values.named("NAME_sinks." + relation));
  }

  @Test
  void a_topic_that_cannot_be_read_is_inconclusive() throws SQLException {
    contract.execute(
        "CREATE SINK NAME_sinks.keyless IN CLUSTER NAME_sinks FROM NAME.delays INTO KAFKA"
            + " CONNECTION NAME_sinks.kafka (TOPIC 'NAME-keyless') FORMAT JSON ENVELOPE DEBEZIUM");
    Sink keyless = contract.blue().sink(contract.named("NAME_sinks.keyless"));
    assertThatExceptionOfType(InconclusiveError.class)
        .isThrownBy(() -> assertThat(keyless).topicEqualsRelation())
        .satisfies(
            failure ->
                assertThat(contract.anonymous(String.valueOf(failure.getMessage())))
                    .isEqualTo(
                        """
                        VG-3827 INCONCLUSIVE  it is not known whether a topic holds what its relation holds
                          read      sink NAME_sinks.keyless, topic NAME-keyless
                          unknown   the sink has no KEY: nothing tells which record replaces which
                          state     nothing was promoted; green stays up
                          next      run mvn verify again when the server reports it"""));
  }
}
