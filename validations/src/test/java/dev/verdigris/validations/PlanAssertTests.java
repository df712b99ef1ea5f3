package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How queries are planned, as far as the server tells. */
class PlanAssertTests {
  @TempDir private static Path directory;
  private static Landscape landscape;

  @BeforeAll
  static void deploy() throws IOException, SQLException {
    landscape = Landscape.of(directory, Landscape.models());
  }

  @AfterAll
  static void close() throws SQLException {
    landscape.close();
  }

  private static PlanAssert plan(String sql) {
    return assertThat(landscape.green()).planOf(sql);
  }

  @Test
  void a_query_without_cross_joins_passes() {
    plan("SELECT * FROM \"Quoted Name\"").hasNoCrossJoin();
  }

  @Proves(value = CatalogueItem.PLANS, aspects = Aspect.EMPTY)
  @Test
  void a_relation_without_rows_has_a_plan_too() {
    plan("SELECT * FROM nobody").hasNoCrossJoin();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(" "))
        .withMessage("planOf: the text is blank");
  }

  @Proves(value = CatalogueItem.PLANS, aspects = Aspect.FAILS)
  @Test
  void an_index_that_is_not_used_is_told_with_those_that_are() {
    Throwable failure =
        catchThrowable(
            () ->
                plan(landscape.named("SELECT * FROM NAME.\"Quoted Name\""))
                    .because("the board looks up one airport")
                    .usesIndex("quoted_idx"));
    assertThat(failure)
        .isExactlyInstanceOf(AssertionError.class)
        .extracting(told -> landscape.anonymous(String.valueOf(told.getMessage())))
        .isEqualTo(
            """
            VG-3826 GATE FAILED  a query is not planned as it should be
              because   the board looks up one airport
              query     SELECT * FROM NAME."Quoted Name"  on cluster NAME_next
              not used  quoted_idx; used: no index
              look      EXPLAIN OPTIMIZED PLAN AS TEXT FOR SELECT * FROM "materialize"."NAME_next"."Quoted Name"
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void what_the_server_does_not_explain_is_inconclusive() {
    assertThatExceptionOfType(InconclusiveError.class)
        .isThrownBy(() -> plan("SELECT * FROM not_there").hasNoCrossJoin())
        .withMessageStartingWith(
            landscape.named(
                """
            VG-3826 INCONCLUSIVE  it is not known how a query is planned
              query     SELECT * FROM not_there  on cluster NAME_next
              unknown   unknown catalog item 'not_there'"""));
  }
}
