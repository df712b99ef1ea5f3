package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the text of a plan tells. */
class QueryPlanTests {
  private static final QueryPlan LOOKUP =
      new QueryPlan(
          """
          Explained Query (fast path):
            Project (#0..=#2)
              ReadIndex on=materialize.flights.delays delays_iata=[lookup value=("SEA")]

          Used Indexes:
            - materialize.flights.delays_iata (lookup)
            - materialize.flights."Quoted (index)" (*** full scan ***)

          Target cluster: compute
          """);

  @Test
  void the_indexes_that_a_query_uses_are_listed() {
    assertThat(LOOKUP.isReadable()).isTrue();
    assertThat(LOOKUP.indexes())
        .containsExactly(
            "materialize.flights.delays_iata (lookup)",
            "materialize.flights.\"Quoted (index)\" (*** full scan ***)");
    assertThat(LOOKUP.uses("delays_iata")).isTrue();
    assertThat(LOOKUP.uses("flights.delays_iata")).isTrue();
    assertThat(LOOKUP.uses("Quoted (index)")).isTrue();
    assertThat(LOOKUP.uses("iata")).isFalse();
    assertThat(LOOKUP.crossJoins()).isEmpty();
  }

  @Test
  void a_cross_join_is_seen_also_among_more_than_two_inputs() {
    QueryPlan plan =
        new QueryPlan(
            """
            Explained Query:
              Return
                CrossJoin type=differential
                  ArrangeBy keys=[[]]
                    ReadStorage materialize.raw.flights
                  ArrangeBy keys=[[#0]]
                    ReadStorage materialize.raw.crossjoins

            Source materialize.raw.flights
            """);
    assertThat(plan.crossJoins())
        .containsExactly("CrossJoin type=differential", "ArrangeBy keys=[[]]");
    assertThat(plan.indexes()).isEmpty();
  }

  @Test
  void what_is_no_plan_is_not_read_as_one() {
    assertThat(new QueryPlan("{\"plans\": []}").isReadable()).isFalse();
    assertThat(new QueryPlan("").isReadable()).isFalse();
  }
}
