package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Assertions on whole environments, on one whose green equals blue and on one that does not. */
class EnvironmentAssertTests {
  @TempDir private static Path directory;
  private static Landscape equal;
  private static Landscape changed;

  @BeforeAll
  static void deploy() throws IOException, SQLException {
    equal = Landscape.of(Files.createDirectory(directory.resolve("equal")), Landscape.models());
    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT origin AS iata, count(*)::text AS flights,"
            + " max(origin) AS longest FROM NAME_raw.flights GROUP BY origin;\n"
            + "COMMENT ON MATERIALIZED VIEW delays IS 'new';\n");
    models.remove("board");
    models.put("Another \"board\"", "CREATE VIEW \"Another \"\"board\"\"\" AS SELECT 1 AS one;\n");
    changed = Landscape.of(Files.createDirectory(directory.resolve("changed")), models);
    changed.execute(
        "REVOKE SELECT ON TABLE NAME_next.delays FROM NAME_reader",
        "GRANT SELECT ON TABLE NAME_next.\"Quoted Name\" TO NAME_reader",
        "CREATE VIEW NAME_next.spy AS SELECT iata FROM NAME.delays",
        "CREATE VIEW NAME_raw.report AS SELECT iata FROM NAME.delays",
        "CREATE MATERIALIZED VIEW NAME_raw.daily IN CLUSTER NAME_next AS SELECT 1 AS one");
  }

  @AfterAll
  static void close() throws SQLException {
    equal.close();
    changed.close();
  }

  static Stream<Arguments> assertions() {
    return Stream.of(
        assertion("objects", (green, blue) -> assertThat(green).hasObjectsOf(blue)),
        assertion(
            "schema", (green, blue) -> assertThat(green).hasSchemaOf(blue, Compatibility.EXACT)),
        assertion("contract", (green, blue) -> assertThat(green).keepsContract(contract(green))),
        assertion("lag", (green, blue) -> settled(green).hasLagAtMost(ofSeconds(5))),
        assertion("lag beside blue", (green, blue) -> settled(green).isNoLaggierThan(blue, 2)),
        assertion("hydrated", (green, blue) -> settled(green).isHydrated()),
        assertion("once", (green, blue) -> settled(green).isHydratedOnAtLeastOneReplica()),
        assertion("replicas", (green, blue) -> settled(green).hasHealthyReplicas()),
        assertion("reads", (green, blue) -> assertThat(green).readsWithoutError()),
        assertion(
            "plan",
            (green, blue) ->
                assertThat(green).planOf("SELECT * FROM \"Quoted Name\"").hasNoCrossJoin()),
        assertion("sources", (green, blue) -> settled(green).hasHealthySources()),
        assertion("rights", (green, blue) -> assertThat(green).hasRightsOf(blue)),
        assertion("comments", (green, blue) -> assertThat(green).hasCommentsOf(blue)),
        assertion("isolation", (green, blue) -> assertThat(green).isIsolatedFrom(blue)),
        assertion("configuration", (green, blue) -> assertThat(green).hasConfigurationOf(blue)));
  }

  /** Something to assert. */
  interface Assertion {
    void on(Green green, Blue blue) throws IOException;
  }

  private static Arguments assertion(String name, Assertion assertion) {
    return Arguments.of(name, assertion);
  }

  private static EnvironmentAssert settled(Green green) {
    return assertThat(green).eventually(ofSeconds(20));
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

  /** Also for relations with nulls, without rows, and whose names and columns need quotes. */
  @Proves(
      value = {
        CatalogueItem.OBJECTS,
        CatalogueItem.SCHEMA,
        CatalogueItem.CONSUMER_CONTRACT,
        CatalogueItem.LAG,
        CatalogueItem.HYDRATION,
        CatalogueItem.REPLICAS,
        CatalogueItem.READABLE,
        CatalogueItem.SOURCES_AND_SINKS,
        CatalogueItem.GRANTS,
        CatalogueItem.ISOLATION,
        CatalogueItem.CONFIGURATION,
        CatalogueItem.PLANS
      },
      aspects = {Aspect.PASSES, Aspect.NULLS, Aspect.EMPTY, Aspect.QUOTED})
  @ParameterizedTest(name = "{0}")
  @MethodSource("assertions")
  void everything_holds_where_green_equals_blue(String name, Assertion assertion)
      throws IOException {
    assertion.on(equal.green(), equal.blue());
  }

  /** What the catalog tells does not depend on the data. */
  @Proves(
      value = {
        CatalogueItem.OBJECTS,
        CatalogueItem.SCHEMA,
        CatalogueItem.CONSUMER_CONTRACT,
        CatalogueItem.LAG,
        CatalogueItem.HYDRATION,
        CatalogueItem.REPLICAS,
        CatalogueItem.READABLE,
        CatalogueItem.SOURCES_AND_SINKS,
        CatalogueItem.GRANTS,
        CatalogueItem.ISOLATION,
        CatalogueItem.CONFIGURATION,
        CatalogueItem.PLANS
      },
      aspects = Aspect.UNREADABLE)
  @ParameterizedTest(name = "{0}")
  @MethodSource("assertions")
  void beside_a_relation_whose_data_is_an_error_only_reads_fail(String name, Assertion assertion)
      throws SQLException {
    equal.spoil();
    try {
      Throwable failure =
          catchThrowable(
              () -> {
                Green green = equal.green();
                settled(green).hasHealthyReplicas();
                assertion.on(green, equal.blue());
              });
      if (!name.equals("reads")) {
        assertThat(failure).isNull();
        return;
      }
      assertThat(failure).isExactlyInstanceOf(AssertionError.class);
      assertThat(equal.anonymous(String.valueOf(failure.getMessage())))
          .isEqualTo(
              """
              VG-3818 GATE FAILED  relations of green cannot be read
                read      one row each of green NAME_next
                error     NAME.ratios  Evaluation error: division by zero
                state     nothing was promoted; green stays up
                next      mend the model and run mvn verify again""");
    } finally {
      equal.mend();
    }
  }

  @Proves(
      value = {
        CatalogueItem.OBJECTS,
        CatalogueItem.SCHEMA,
        CatalogueItem.CONSUMER_CONTRACT,
        CatalogueItem.GRANTS,
        CatalogueItem.ISOLATION,
        CatalogueItem.CONFIGURATION
      },
      aspects = Aspect.FAILS)
  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void each_assertion_tells_what_does_not_hold(String name, Assertion assertion, String message) {
    Throwable failure = catchThrowable(() -> assertion.on(changed.green(), changed.blue()));
    assertThat(failure).isExactlyInstanceOf(AssertionError.class);
    assertThat(changed.anonymous(String.valueOf(failure.getMessage())).replace(directory + "/", ""))
        .isEqualTo(message);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure(
            "objects",
            (green, blue) -> assertThat(green).because("boards read them").hasObjectsOf(blue),
            """
            VG-3801 GATE FAILED  green does not have the objects of blue
              because   boards read them
              compared  blue NAME  with  green NAME_next
              removed   NAME.board, view
              added     NAME.Another "board", view
                        NAME.spy, view
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "a selection of objects",
            (green, blue) ->
                assertThat(green)
                    .allowing(Change.ADDED, Change.KIND)
                    .only(changed.named("NAME.board"), changed.named("NAME.spy"))
                    .hasObjectsOf(blue),
            """
            VG-3801 GATE FAILED  green does not have the objects of blue
              compared  blue NAME  with  green NAME_next
              removed   NAME.board, view
              rules     only NAME.board, NAME.spy; allowed added, kind
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "schema",
            (green, blue) -> assertThat(green).hasSchemaOf(blue),
            """
            VG-3802 GATE FAILED  the columns of green are not what readers of blue expect
              compared  blue NAME  with  green NAME_next
              retyped   NAME.Quoted Name.no. of flights  blue bigint  green text
                        NAME.delays.flights  blue bigint  green text
              lost      NAME.delays.delay, bigint
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "contract",
            (green, blue) -> assertThat(green).keepsContract(contract(green)),
            """
            VG-3803 GATE FAILED  green does not keep the contract of a consumer
              compared  contract.yaml of on-time board, owner boards@example.com  with  green NAME_next
              retyped   NAME.delays.flights  declared bigint  green text
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "rights",
            (green, blue) -> assertThat(green).hasRightsOf(blue),
            """
            VG-3822 GATE FAILED  rights in green are not those of blue
              compared  blue NAME  with  green NAME_next
              granted   NAME.Quoted Name  SELECT to NAME_reader
              revoked   NAME.delays  SELECT to NAME_reader
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "comments",
            (green, blue) -> assertThat(green).hasCommentsOf(blue),
            """
            VG-3825 GATE FAILED  comments in green are not those of blue
              compared  blue NAME  with  green NAME_next
              comment   NAME.delays  blue "one row an airport"  green "new"
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "isolation",
            (green, blue) -> assertThat(green).isIsolatedFrom(blue),
            """
            VG-3823 GATE FAILED  green and blue are not apart
              compared  blue NAME  with  green NAME_next
              moves     materialized view NAME_raw.daily, on cluster NAME
              reads     NAME.spy reads blue's materialized view NAME.delays
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""),
        failure(
            "configuration",
            (green, blue) -> assertThat(green).hasConfigurationOf(blue),
            """
            VG-3824 GATE FAILED  green is not made as blue is
              compared  blue NAME  with  green NAME_next
              lost      index on NAME.delays ("iata") on NAME
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""));
  }

  private static Arguments failure(String name, Assertion assertion, String message) {
    return Arguments.of(name, assertion, message);
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
        .extracting(changed::anonymous)
        .containsExactly(
            """
            VG-3801 WARNING  green has other objects than blue, which does not block
              compared  blue NAME  with  green NAME_next
              added     NAME.Another "board", view
                        NAME.spy, view
              rules     except for NAME.board; allowed added
              state     nothing was promoted; green stays up
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
