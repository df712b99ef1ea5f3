package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Findings;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.gate.Waiver;
import dev.verdigris.validations.Proves.Aspect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Assertions on whole environments, on one whose green equals blue and on one that does not. */
class EnvironmentAssertTests {
  @TempDir private static Path directory;
  private static Landscape equal;
  private static Landscape changed;
  private static Landscape bare;

  @BeforeAll
  static void deploy() throws IOException, SQLException {
    equal = Landscape.of(Files.createDirectory(directory.resolve("equal")), Landscape.models());
    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT nullif(origin, '') AS iata, count(*)::text AS"
            + " flights, max(origin) AS longest FROM NAME_raw.flights GROUP BY origin;\n"
            + "COMMENT ON MATERIALIZED VIEW delays IS 'new';\n");
    models.remove("board");
    models.put("Another \"board\"", "CREATE VIEW \"Another \"\"board\"\"\" AS SELECT 1 AS one;\n");
    changed = Landscape.of(Files.createDirectory(directory.resolve("changed")), models);
    changed.execute(
        "REVOKE SELECT ON TABLE NAME_next.delays FROM NAME_reader",
        "GRANT SELECT ON TABLE NAME_next.\"Quoted Name\" TO NAME_reader",
        "CREATE VIEW NAME_next.spy AS SELECT iata FROM NAME.delays",
        "CREATE VIEW NAME_raw.report AS SELECT iata FROM NAME.delays",
        "CREATE MATERIALIZED VIEW NAME_raw.daily IN CLUSTER NAME_next AS SELECT 1 AS one",
        "CREATE MATERIALIZED VIEW NAME_raw.\"Weekly \"\"sum\"\"\" IN CLUSTER"
            + " \"NAME \"\"odd\"\"_next\" AS SELECT 1 AS one");
    bare = Landscape.bare(Files.createDirectory(directory.resolve("bare")));
  }

  @AfterAll
  static void close() throws SQLException {
    equal.close();
    changed.close();
    bare.close();
  }

  static List<EnvironmentCase> cases() {
    return EnvironmentCase.all();
  }

  static List<EnvironmentCase> casesThatNeedSomething() {
    return cases().stream().filter(one -> one.shows(Aspect.EMPTY)).toList();
  }

  private static void check(
      EnvironmentCase tried, Landscape landscape, EnvironmentAssert assertion, Duration patience)
      throws IOException {
    Green green = landscape.green();
    tried
        .assertion()
        .on(
            new EnvironmentCase.Subject(
                green, landscape.blue(), assertion, contract(green), patience));
  }

  private static Path contract(Green green) throws IOException {
    String schema = green.catalog().schemas().keySet().iterator().next();
    return Files.writeString(
        directory.resolve("contract.yaml"),
        """
        consumer: on-time board
        owner: boards@example.com
        relations:
          SCHEMA.delays: {iata: text not null, flights: bigint}
          SCHEMA.Quoted Name: {'Airport "code"': text}
        """
            .replace("SCHEMA", schema));
  }

  /** Also for relations with nulls, and where relations, columns and a cluster need quotes. */
  @Proves(aspects = {Aspect.PASSES, Aspect.NULLS, Aspect.QUOTED})
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everything_holds_where_green_equals_blue(EnvironmentCase tried) throws IOException {
    check(tried, equal, assertThat(equal.green()), ofSeconds(20));
  }

  @Proves(aspects = Aspect.EMPTY)
  @ParameterizedTest(name = "{0}")
  @MethodSource("casesThatNeedSomething")
  void nothing_to_look_at_is_inconclusive_unless_it_is_declared(EnvironmentCase tried)
      throws IOException {
    String one = bare.named("NAME.one");
    assertThatExceptionOfType(InconclusiveError.class)
        .isThrownBy(
            () -> check(tried, bare, assertThat(bare.green()).exceptFor(one), ofMillis(100)))
        .withMessageMatching(
            "(?s)VG-38\\d\\d INCONCLUSIVE  there is nothing to look at: no "
                + tried.what()
                + "\n.*\n  next      declare it with allowingEmpty\\(\\) if that is meant");
    check(tried, bare, assertThat(bare.green()).exceptFor(one).allowingEmpty(), ofSeconds(20));
  }

  /** What the catalog tells does not depend on the data. */
  @Proves(aspects = Aspect.UNREADABLE)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void beside_a_relation_whose_data_is_an_error_only_reads_fail(EnvironmentCase tried)
      throws SQLException {
    equal.spoil();
    try {
      Throwable failure =
          catchThrowable(() -> check(tried, equal, assertThat(equal.green()), ofSeconds(20)));
      if (!tried.name().equals("reads")) {
        assertThat(failure).isNull();
        return;
      }
      assertThat(failure).isExactlyInstanceOf(AssertionError.class);
      assertThat(equal.anonymous(String.valueOf(failure.getMessage())))
          .isEqualTo(
              """
              VG-3818 GATE FAILED  relations of green cannot be read
                read      every value of green NAME_next, on cluster NAME_next
                counts    relations 6 · found 1
                error     NAME.ratios  Evaluation error: division by zero
                look      SELECT * FROM "materialize"."NAME_next"."ratios"
                state     nothing was promoted; green stays up
                next      mend the model and run mvn verify again""");
    } finally {
      equal.mend();
    }
  }

  @Proves(aspects = Aspect.FAILS)
  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void each_assertion_tells_what_does_not_hold(FailingCase tried) throws SQLException {
    Throwable failure = catchThrowable(() -> tried.assertion().on(changed.green(), changed.blue()));
    assertThat(failure).isExactlyInstanceOf(AssertionError.class);
    String message = String.valueOf(failure.getMessage());
    assertThat(anonymous(message)).isEqualTo(tried.message());
    assertThat(changed.rowsOf(Landscape.look(message))).isPositive();
  }

  private static String anonymous(String message) {
    return changed.anonymous(message).replace(directory + "/", "");
  }

  /** Something to assert on {@code changed}, and what it says. */
  record FailingCase(CatalogueItem item, String name, Assertion assertion, String message)
      implements CatalogueCase {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Asserts something. */
  interface Assertion {
    void on(Green green, Blue blue) throws IOException;
  }

  static List<FailingCase> failures() {
    return List.of(
        new FailingCase(
            CatalogueItem.OBJECTS,
            "objects",
            (green, blue) -> assertThat(green).because("boards read them").hasObjectsOf(blue),
            """
            VG-3801 GATE FAILED  green does not have the objects of blue
              because   boards read them
              compared  blue NAME  with  green NAME_next
              counts    relations 8 · found 3
              removed   NAME.board, view
              added     NAME.Another "board", view
                        NAME.spy, view
              look      SELECT s.name AS schema, o.name, o.type, c.name AS cluster FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id LEFT JOIN mz_clusters AS c ON c.id = o.cluster_id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.OBJECTS,
            "a selection of objects",
            (green, blue) ->
                assertThat(green)
                    .allowing(Change.ADDED, Change.KIND)
                    .only(changed.named("NAME.board"), changed.named("NAME.spy"))
                    .hasObjectsOf(blue),
            """
            VG-3801 GATE FAILED  green does not have the objects of blue
              compared  blue NAME  with  green NAME_next
              counts    relations 2 · found 1
              removed   NAME.board, view
              rules     only NAME.board, NAME.spy; allowed added, kind
              look      SELECT s.name AS schema, o.name, o.type, c.name AS cluster FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id LEFT JOIN mz_clusters AS c ON c.id = o.cluster_id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.SCHEMA,
            "schema",
            (green, blue) -> assertThat(green).hasSchemaOf(blue),
            """
            VG-3802 GATE FAILED  the columns of green are not what readers of blue expect
              compared  blue NAME  with  green NAME_next
              counts    relations 5 · found 5
              nullable  NAME.Quoted Name.Airport "code"  blue text not null  green text
                        NAME.delays.iata  blue text not null  green text
              retyped   NAME.Quoted Name.no. of flights  blue bigint  green text
                        NAME.delays.flights  blue bigint  green text
              lost      NAME.delays.delay, bigint
              look      SELECT s.name AS schema, o.name, c.name AS column, c.type, c.nullable FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_columns AS c ON c.id = o.id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, c.position, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.CONSUMER_CONTRACT,
            "contract",
            (green, blue) -> assertThat(green).keepsContract(contract(green)),
            """
            VG-3803 GATE FAILED  green does not keep the contract of a consumer
              compared  contract.yaml of on-time board, owner boards@example.com  with  green NAME_next
              counts    relations 2 · found 2
              nullable  NAME.delays.iata  declared not null  green may be null
              retyped   NAME.delays.flights  declared bigint  green text
              look      SELECT s.name AS schema, o.name, c.name AS column, c.type, c.nullable FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_columns AS c ON c.id = o.id WHERE o.schema_id IN (<id>) ORDER BY o.name, c.position, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.GRANTS,
            "rights",
            (green, blue) -> assertThat(green).hasRightsOf(blue),
            """
            VG-3822 GATE FAILED  rights in green are not those of blue
              compared  blue NAME  with  green NAME_next
              counts    relations 5 · found 2
              granted   NAME.Quoted Name  SELECT to NAME_reader
              revoked   NAME.delays  SELECT to NAME_reader
              look      SELECT s.name AS schema, o.name, r.name AS owner, o.privileges::text AS privileges FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_roles AS r ON r.id = o.owner_id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.GRANTS,
            "comments",
            (green, blue) -> assertThat(green).hasCommentsOf(blue),
            """
            VG-3825 GATE FAILED  comments in green are not those of blue
              compared  blue NAME  with  green NAME_next
              counts    relations 5 · found 1
              comment   NAME.delays  blue "one row an airport"  green "new"
              look      SELECT s.name AS schema, o.name, m.object_sub_id AS column, m.comment FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_comments AS m ON m.id = o.id AND m.object_type NOT IN ('schema', 'cluster', 'role', 'database') WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, m.object_sub_id, s.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.ISOLATION,
            "isolation",
            (green, blue) -> assertThat(green).isIsolatedFrom(blue),
            """
            VG-3823 GATE FAILED  green and blue are not apart
              compared  blue NAME  with  green NAME_next
              counts    relations 7 · found 3
              moves     materialized view NAME_raw.Weekly "sum", on cluster NAME "odd"
                        materialized view NAME_raw.daily, on cluster NAME
              reads     NAME.spy reads blue's materialized view NAME.delays
              look      SELECT s.name AS schema, o.name, o.type, b.name AS reads FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_object_dependencies AS d ON d.object_id = o.id JOIN mz_objects AS b ON b.id = d.referenced_object_id WHERE b.schema_id IN (<id>) AND o.schema_id NOT IN (<id>) ORDER BY s.name, o.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        new FailingCase(
            CatalogueItem.CONFIGURATION,
            "configuration",
            (green, blue) -> assertThat(green).hasConfigurationOf(blue),
            """
            VG-3824 GATE FAILED  green is not made as blue is
              compared  blue NAME  with  green NAME_next
              counts    relations 5 · found 1
              lost      index on NAME.delays ("iata") on NAME
              look      SELECT s.name AS schema, o.name AS relation, i.name AS index, i.create_sql FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_indexes AS i ON i.on_id = o.id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, s.name, i.name
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""));
  }

  @Test
  void what_is_allowed_is_told_as_a_warning() {
    List<String> warnings = new ArrayList<>();
    Green green = changed.green().reportingTo(new Warnings(warnings));
    assertThat(green)
        .exceptFor(changed.named("NAME.board"))
        .allowing(Change.ADDED)
        .hasObjectsOf(changed.blue());
    assertThat(warnings)
        .extracting(EnvironmentAssertTests::anonymous)
        .containsExactly(
            """
            VG-3801 WARNING  green has other objects than blue, which does not block
              compared  blue NAME  with  green NAME_next
              counts    relations 7 · found 2
              added     NAME.Another "board", view
                        NAME.spy, view
              rules     except for NAME.board; allowed added
              look      SELECT s.name AS schema, o.name, o.type, c.name AS cluster FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id LEFT JOIN mz_clusters AS c ON c.id = o.cluster_id WHERE o.schema_id IN (<id>, <id>) ORDER BY o.name, s.name
              state     a warning, which keeps nothing from being promoted
              next      nothing, if that is meant""");
  }

  @Test
  void names_that_match_nothing_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(equal.green()).exceptFor(equal.named("NAME.delay")))
        .withMessage(
            equal.named(
                "exceptFor: neither green nor blue has NAME.delay; did you mean NAME.delays?"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(equal.green()).only())
        .withMessage("only: name at least one object");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> assertThat(equal.green()).onCluster("nowhere"))
        .withMessageStartingWith("VG-2243 CONFIGURATION  green has no cluster nowhere");
  }

  @Test
  void nothing_to_look_at_is_inconclusive_unless_declared() {
    EnvironmentAssert views = assertThat(equal.green()).only(equal.named("NAME.board"));
    assertThatExceptionOfType(InconclusiveError.class)
        .isThrownBy(() -> views.hasLagAtMost(ofSeconds(1)))
        .satisfies(
            failure ->
                assertThat(equal.anonymous(String.valueOf(failure.getMessage())))
                    .isEqualTo(
                        """
                        VG-3815 INCONCLUSIVE  there is nothing to look at: no materialized views and indexes
                          read      green NAME_next  at <time>, in the catalog
                          rules     only NAME.board
                          state     nothing was promoted; green stays up
                          next      declare it with allowingEmpty() if that is meant"""));
    views.allowingEmpty().hasLagAtMost(ofSeconds(1)).isHydrated();
  }

  private static final class Warnings implements Findings {
    private final List<String> messages;

    Warnings(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void warn(String message) {
      messages.add(message);
    }

    @Override
    public void waived(Waiver waiver, String failure) {
      messages.add(failure);
    }

    @Override
    public void readAt(String timestamp) {
      // Not asked for here.
    }
  }
}
