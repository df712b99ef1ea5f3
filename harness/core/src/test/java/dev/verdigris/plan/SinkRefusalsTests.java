package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.ExitCode;
import dev.verdigris.SourcePosition;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.cutover.KeySets.Example;
import dev.verdigris.cutover.KeySets.KeySet;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What is refused about sinks before a swap, from a snapshot and counts. */
class SinkRefusalsTests {
  private static final Snapshot VALIDATED = Catalogs.validated(keyed("UPSERT", "KEY (\"iata\")"));
  private static final KeySets DIFFERING =
      new KeySets(
          "1764000123456",
          224,
          225,
          new KeySet(7, List.of(new Example("iata=SEA", "delay=1", "delay=2"))),
          new KeySet(1, List.of(new Example("iata=LAX", "", "delay=3"))),
          KeySet.EMPTY);

  private static Snapshot keyed(String envelope, String key) {
    return Catalogs.production().with(sink("u107", "delays", envelope, key));
  }

  private static Item sink(String id, String name, String envelope, String key) {
    Item sink = Catalogs.production().item("u107").orElseThrow();
    return new Item(
        id,
        sink.schemaId(),
        name,
        sink.kind(),
        sink.owner(),
        sink.clusterId(),
        sink.grants(),
        "",
        Map.of(),
        List.of(),
        "CREATE SINK \"materialize\".\"sinks\".\"%s\" IN CLUSTER [u3] FROM [u102 AS".formatted(name)
            + " \"materialize\".\"flights\".\"delay_by_airport\"] INTO KAFKA CONNECTION"
            + " [u106 AS \"materialize\".\"sinks\".\"kafka\"] (TOPIC = '%s') ".formatted(name)
            + key
            + " FORMAT JSON ENVELOPE "
            + envelope,
        sink.dependsOn());
  }

  @Test
  void differences_that_nobody_decided_about_are_refused_with_a_choice() {
    refused(() -> after(VALIDATED, null, DIFFERING))
        .withMessage(
            """
            VG-5702 CONFLICT  what a sink has sent differs from the new version, and nobody decided about it
              sinks     sinks.delays
                          7 stale, 1 missing, 0 extra of 224 rows at 1764000123456
                          stale    iata=SEA  delay=1 → delay=2
                          stale    and 6 more
                          missing  iata=LAX  delay=3
              because   a plain cutover sends nothing: these keys would stay as they are until they change next
              state     nothing was promoted; green stays up
              next      write one of the two into verdigris.yaml and run again
                        sinks: {sinks.delays: reconciled}
                        sinks: {sinks.delays: {cutover: plain, stale: 7, missing: 1, extra: 0}}\
            """);
  }

  @Test
  void a_budget_is_kept_to_by_each_class_of_its_own() {
    assertThatCode(() -> after(VALIDATED, "plain stale=7 missing=1", DIFFERING))
        .doesNotThrowAnyException();
    assertThatCode(() -> after(VALIDATED, "plain stale=any missing=any", DIFFERING))
        .doesNotThrowAnyException();
    assertThatCode(() -> after(VALIDATED, "reconciled", DIFFERING)).doesNotThrowAnyException();
    for (String less : List.of("plain stale=6 missing=1", "plain stale=7", "plain extra=any")) {
      assertThatExceptionOfType(VerdigrisException.class)
          .as(less)
          .isThrownBy(() -> after(VALIDATED, less, DIFFERING))
          .withMessageStartingWith("VG-5703 ");
    }
    refused(() -> after(VALIDATED, "plain stale=6 missing=1", DIFFERING))
        .withMessage(
            """
            VG-5703 CONFLICT  a plain cutover would leave more keys otherwise than verdigris.yaml accepts
              sinks     sinks.delays
                          7 stale, 1 missing, 0 extra of 224 rows at 1764000123456
                          stale    iata=SEA  delay=1 → delay=2
                          stale    and 6 more
                          missing  iata=LAX  delay=3
              state     nothing was promoted; green stays up
              next      reconcile, or raise the budget in verdigris.yaml
                        sinks: {sinks.delays: reconciled}
                        sinks: {sinks.delays: {cutover: plain, stale: 7, missing: 1, extra: 0}}\
            """);
  }

  @Test
  void equal_relations_need_no_decision_and_unreadable_ones_do() {
    KeySets equal = new KeySets("1", 2, 2, KeySet.EMPTY, KeySet.EMPTY, KeySet.EMPTY);
    assertThatCode(() -> after(VALIDATED, null, equal)).doesNotThrowAnyException();
    for (String decision : List.of("reconciled", "plain stale=any missing=any")) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> unreadable(decision))
          .withMessage(
              """
              VG-5706 CONFLICT  what a sink reads and what it shall read cannot be compared
                sinks     sinks.delays
                            Evaluation error: division by zero
                state     nothing was promoted; green stays up
                next      mend what the server says; or give up counting:
                          sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}\
              """);
    }
    assertThatCode(() -> unreadable("plain stale=any missing=any extra=any"))
        .doesNotThrowAnyException();
  }

  @Test
  void what_was_not_compared_in_time_or_may_not_be_is_told_apart() {
    refused(
            () ->
                uncounted(
                    "reconciled",
                    new Uncounted(ExitCode.NOT_READY, "they were not read within 1 min")))
        .withMessage(
            """
            VG-4706 NOT READY  what a sink reads and what it shall read was not compared in time
              sinks     sinks.delays
                          they were not read within 1 min
              state     nothing was promoted; green stays up
              next      run again, or wait longer: timeouts.statement; or give up counting:
                        sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}\
            """);
    refused(
            () ->
                uncounted(
                    "reconciled",
                    new Uncounted(
                        ExitCode.CONNECTION, "permission denied for MATERIALIZED VIEW \"delays\"")))
        .withMessage(
            """
            VG-6706 PERMISSION  what a sink reads and what it shall read may not be compared
              sinks     sinks.delays
                          permission denied for MATERIALIZED VIEW "delays"
              state     nothing was promoted; green stays up
              next      grant what is missing, then run again; or give up counting:
                        sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}\
            """);
  }

  @Test
  void of_several_reasons_the_one_that_waiting_helps_least_against_decides() {
    Uncounted late = new Uncounted(ExitCode.NOT_READY, "");
    Uncounted forbidden = new Uncounted(ExitCode.CONNECTION, "");
    Uncounted broken = new Uncounted(ExitCode.CONFLICT, "");
    assertThat(Uncounted.gravest(List.of(late, broken, forbidden))).isSameAs(broken);
    assertThat(Uncounted.gravest(List.of(forbidden, late))).isSameAs(forbidden);
  }

  @Test
  void a_name_that_no_sink_has_is_told_with_the_one_that_was_meant() {
    SinkWays ways =
        SinkWays.NONE.withDecisions(
            new SinkDecisions(Map.of("sinks.delay", SinkDecision.reconciled())));
    refused(
            () ->
                new SinkRefusals(Catalogs.situation(VALIDATED), ways, ProjectSinks.NONE)
                    .refuseUnknown())
        .withMessage(
            """
            VG-2700 CONFIGURATION  "sinks" names "sinks.delay", and there is no such sink
              nearest   did you mean sinks.delays?
              sinks     sinks.delays
              state     nothing was promoted; green stays up
              next      correct verdigris.yaml: schema.sink, or database.schema.sink in another database\
            """);
    assertThatCode(() -> before(VALIDATED, "materialize.sinks.delays", "reconciled"))
        .doesNotThrowAnyException();
  }

  @Test
  void it_may_be_decided_about_a_sink_that_the_promotion_creates() {
    String sql = "CREATE SINK sinks.board IN CLUSTER sinks FROM flights.on_time_board INTO KAFKA";
    ProjectSinks project =
        new ProjectSinks(
            List.of(
                new ProjectSink(
                    new QualifiedName("materialize", "sinks", "board"),
                    new QualifiedName("materialize", "flights", "on_time_board"),
                    "sinks",
                    List.of(),
                    sql,
                    SourcePosition.of("models/sinks/board.sql", sql, 0))));
    Situation situation = Catalogs.situation(VALIDATED);
    for (String name : List.of("sinks.board", "materialize.sinks.board")) {
      assertThatCode(
              () -> new SinkRefusals(situation, ways(name, "reconciled"), project).refuseUnknown())
          .doesNotThrowAnyException();
    }
    refused(
            () ->
                new SinkRefusals(situation, ways("sinks.boards", "reconciled"), project)
                    .refuseUnknown())
        .withMessageContaining("did you mean sinks.board?")
        .withMessageContaining("sinks.board, sinks.delays");
  }

  @Test
  void columns_follow_the_rule_in_force() {
    Snapshot added =
        green(VALIDATED, new Column("iata", "text", false), new Column("n", "integer", true));
    assertThatCode(() -> before(added, "sinks.delays", "reconciled")).doesNotThrowAnyException();
    assertRefused(added, "plain columns=same", "VG-5701 ", "n is new");
    Snapshot retyped = green(VALIDATED, new Column("iata", "integer", false));
    refused(() -> before(retyped, "sinks.delays", "plain"))
        .withMessage(
            """
            VG-5701 CONFLICT  a sink's columns change otherwise than its consumers were promised
              sinks     sink sinks.delays, owner deployer, reads flights.delay_by_airport
                          iata was text and is integer
              state     nothing was promoted; green stays up
              next      give the model the columns back, or accept it in verdigris.yaml: columns: any beside the sink's cutover\
            """);
    assertRefused(retyped, "plain", "VG-5701 ", "iata was text and is integer");
    assertRefused(retyped, "reconciled columns=any", "VG-5704 ", "both types of column iata");
    Snapshot lost = green(VALIDATED, new Column("n", "integer", true));
    assertRefused(lost, "plain columns=added", "VG-5701 ", "iata is lost");
    assertThatCode(() -> before(lost, "sinks.delays", "plain columns=any"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_sink_that_cannot_take_a_record_back_is_not_reconciled() {
    assertRefused(Catalogs.validated(keyed("UPSERT", "")), "reconciled", "VG-5704 ", "no KEY");
    assertRefused(
        Catalogs.validated(keyed("UPSERT", "KEY (\"iata\") NOT ENFORCED")),
        "reconciled",
        "VG-5704 ",
        "NOT ENFORCED");
    assertRefused(
        Catalogs.validated(keyed("APPEND", "KEY (\"iata\")")),
        "reconciled",
        "VG-5704 ",
        "its envelope is APPEND");
    refused(() -> before(Catalogs.validated(keyed("UPSERT", "")), "sinks.delays", "reconciled"))
        .withMessage(
            """
            VG-5704 CONFLICT  a sink cannot be reconciled as decided
              sinks     sinks.delays
                          it has no KEY, so that nothing tells which record replaces which
              state     nothing was promoted; green stays up
              next      decide for cutover: plain with a budget, or make its key provable and kept\
            """);
    assertThatCode(
            () ->
                before(
                    Catalogs.validated(keyed("DEBEZIUM", "KEY (\"iata\")")),
                    "sinks.delays",
                    "reconciled"))
        .doesNotThrowAnyException();
  }

  @Test
  void all_kinds_of_refusals_are_told_at_once_and_those_that_waiting_helps_come_last() {
    String key = "KEY (\"iata\")";
    Snapshot production =
        keyed("UPSERT", key)
            .with(sink("u108", "log", "APPEND", ""))
            .with(sink("u109", "few", "UPSERT", key))
            .with(sink("u110", "late", "UPSERT", key));
    SinkDecisions decisions =
        new SinkDecisions(
            Map.of(
                "sinks.log", SinkDecision.parse("reconciled"),
                "sinks.few", SinkDecision.parse("plain stale=6 missing=1"),
                "sinks.late", SinkDecision.parse("reconciled")));
    SinkRefusals refusals =
        new SinkRefusals(
            Catalogs.situation(Catalogs.validated(production)),
            new SinkWays(decisions, Map.of("u107", DIFFERING, "u109", DIFFERING)),
            ProjectSinks.NONE);
    assertThat(refusals.refusedAnyway()).containsExactly("u108");
    refused(
            () ->
                refusals.refuse(
                    Map.of("u110", new Uncounted(ExitCode.NOT_READY, "no answer within 60 s"))))
        .withMessage(
            """
            VG-5704 CONFLICT  a sink cannot be reconciled as decided
              sinks     sinks.log
                          it has no KEY, so that nothing tells which record replaces which
              also      VG-5702 what a sink has sent differs from the new version, and nobody decided about it
                          sinks sinks.delays
                            7 stale, 1 missing, 0 extra of 224 rows at 1764000123456
                            stale    iata=SEA  delay=1 → delay=2
                            stale    and 6 more
                            missing  iata=LAX  delay=3
                          because a plain cutover sends nothing: these keys would stay as they are until they change next
              also      VG-5703 a plain cutover would leave more keys otherwise than verdigris.yaml accepts
                          sinks sinks.few
                            7 stale, 1 missing, 0 extra of 224 rows at 1764000123456
                            stale    iata=SEA  delay=1 → delay=2
                            stale    and 6 more
                            missing  iata=LAX  delay=3
              also      VG-4706 what a sink reads and what it shall read was not compared in time
                          sinks sinks.late
                            no answer within 60 s
              state     nothing was promoted; green stays up
              next      decide for cutover: plain with a budget, or make its key provable and kept
                        write one of the two into verdigris.yaml and run again
                        sinks: {sinks.delays: reconciled}
                        sinks: {sinks.delays: {cutover: plain, stale: 7, missing: 1, extra: 0}}
                        reconcile, or raise the budget in verdigris.yaml
                        sinks: {sinks.few: reconciled}
                        sinks: {sinks.few: {cutover: plain, stale: 7, missing: 1, extra: 0}}
                        run again, or wait longer: timeouts.statement; or give up counting:
                        sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}\
            """);
  }

  private static Snapshot green(Snapshot snapshot, Column... columns) {
    Item item =
        snapshot.items().values().stream()
            .filter(one -> one.id().equals("new:flights_pr_17.delay_by_airport"))
            .findFirst()
            .orElseThrow();
    assertThat(item.columns()).isEmpty();
    return snapshot.with(item.withColumns(List.of(columns)));
  }

  private static void assertRefused(
      Snapshot snapshot, String decision, String code, String reason) {
    refused(() -> before(snapshot, "sinks.delays", decision))
        .withMessageStartingWith(code)
        .withMessageContaining(reason);
  }

  private static ThrowableAssertAlternative<VerdigrisException> refused(
      ThrowingCallable promotion) {
    return assertThatExceptionOfType(VerdigrisException.class).isThrownBy(promotion);
  }

  private static SinkWays ways(String sink, String decision) {
    return SinkWays.NONE.withDecisions(
        new SinkDecisions(Map.of(sink, SinkDecision.parse(decision))));
  }

  private static void before(Snapshot snapshot, String sink, String decision) {
    SinkRefusals refusals =
        new SinkRefusals(Catalogs.situation(snapshot), ways(sink, decision), ProjectSinks.NONE);
    refusals.refuseUnknown();
    refusals.refuse(Map.of());
  }

  private static void after(
      Snapshot snapshot, @org.jspecify.annotations.Nullable String decision, KeySets keys) {
    SinkWays ways = decision == null ? SinkWays.NONE : ways("sinks.delays", decision);
    new SinkRefusals(
            Catalogs.situation(snapshot), ways.withCounted(Map.of("u107", keys)), ProjectSinks.NONE)
        .refuse(Map.of());
  }

  private static void unreadable(String decision) {
    uncounted(decision, new Uncounted(ExitCode.CONFLICT, "Evaluation error: division by zero"));
  }

  private static void uncounted(String decision, Uncounted because) {
    new SinkRefusals(
            Catalogs.situation(VALIDATED), ways("sinks.delays", decision), ProjectSinks.NONE)
        .refuse(Map.of("u107", because));
  }
}
