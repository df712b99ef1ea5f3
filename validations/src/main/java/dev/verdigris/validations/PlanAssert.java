package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.validations.EstateMessages.Rule;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Assertions on how the server would compute a query on one environment's cluster, by {@code
 * EXPLAIN OPTIMIZED PLAN AS TEXT}. Inconclusive where the server does not explain the query: the
 * local engine knows few plans, and no server promises the form of its answer.
 */
public final class PlanAssert extends AbstractValidationAssert<PlanAssert, Environment> {
  private final String sql;

  PlanAssert(Environment actual, String sql) {
    super(actual, PlanAssert.class);
    this.sql = OptionProblems.text("planOf", sql);
  }

  /**
   * Verifies that the query uses an index.
   *
   * <pre>
   * // passes: Used Indexes: materialize.flights_pr_17.delays_iata (lookup)
   * assertThat(green).planOf("SELECT * FROM delays WHERE iata = 'SEA'").usesIndex("delays_iata");
   *
   * // fails: the index is on iata
   * assertThat(green).planOf("SELECT * FROM delays WHERE flights = 1").usesIndex("delays_iata");
   * </pre>
   *
   * @param index its name, with or without the names of its schema and database
   */
  public PlanAssert usesIndex(String index) {
    return look(
        plan ->
            plan.uses(index)
                ? List.of()
                : List.of(
                    Observation.fail(
                        "not used",
                        index
                            + "; used: "
                            + (plan.indexes().isEmpty()
                                ? "no index"
                                : String.join(", ", plan.indexes())))));
  }

  /**
   * Verifies that nowhere in the query every row is combined with every other one.
   *
   * <pre>
   * assertThat(green).planOf("SELECT * FROM a JOIN b ON a.id = b.id").hasNoCrossJoin();  // passes
   * assertThat(green).planOf("SELECT * FROM a, b").hasNoCrossJoin();  // fails: CrossJoin …
   * </pre>
   *
   * <p>A subquery of one row is joined in this way, too.
   */
  public PlanAssert hasNoCrossJoin() {
    return look(
        plan -> plan.crossJoins().stream().map(line -> Observation.fail("crosses", line)).toList());
  }

  private PlanAssert look(Function<QueryPlan, List<Observation>> judge) {
    return verify(
        new Inspection(
            Rule.PLAN,
            options(),
            List.of(),
            reading -> {
              Seen seen =
                  new Seen("query", sql.strip() + "  on cluster " + reading.cluster(), explain());
              QueryPlan plan;
              try {
                plan = new QueryPlan(explained(reading));
              } catch (FailedStatement e) {
                if (SqlStates.connectionLost(e.failure())) {
                  throw e;
                }
                return new Sight(
                    seen,
                    "",
                    1,
                    "plan",
                    List.of(Observation.unknown(SqlStates.message(e.failure()))));
              }
              return new Sight(
                  seen,
                  "",
                  1,
                  "plan",
                  plan.isReadable()
                      ? judge.apply(plan)
                      : List.of(Observation.unknown("the answer is no plan: " + plan.text())));
            }));
  }

  private String explained(Reading reading) throws SQLException {
    return reading.query(explain()).value(0);
  }

  private String explain() {
    return "EXPLAIN OPTIMIZED PLAN AS TEXT FOR " + NamedQuery.of(sql, actual).sql();
  }

  @Override
  Origin origin() {
    return Origin.of(actual);
  }
}
