package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An assertion on a whole environment.
 *
 * @param item which of the catalogue
 * @param name what the test is called
 * @param what what it says it has nothing of, where it has nothing to look at; empty: it needs
 *     nothing that could be missing
 * @param assertion makes it
 */
record EnvironmentCase(CatalogueItem item, String name, String what, Assertion assertion)
    implements CatalogueCase {
  private static final String RELATIONS = "relations";
  private static final String COMPUTED = "materialized views and indexes";

  /**
   * What is asserted on.
   *
   * @param patience how long what takes time is waited for
   */
  record Subject(
      Green green, Blue blue, EnvironmentAssert assertion, Path contract, Duration patience) {
    EnvironmentAssert settled() {
      return assertion.eventually(patience);
    }
  }

  /** Makes an assertion. */
  interface Assertion {
    void on(Subject subject) throws IOException;
  }

  @Override
  public boolean shows(Proves.Aspect aspect) {
    return aspect != Proves.Aspect.EMPTY || !what.isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }

  static List<EnvironmentCase> all() {
    return List.of(
        new EnvironmentCase(
            CatalogueItem.OBJECTS, "objects", RELATIONS, s -> s.assertion().hasObjectsOf(s.blue())),
        new EnvironmentCase(
            CatalogueItem.SCHEMA,
            "schema",
            RELATIONS,
            s -> s.assertion().hasSchemaOf(s.blue(), Compatibility.EXACT)),
        new EnvironmentCase(
            CatalogueItem.CONSUMER_CONTRACT,
            "contract",
            "",
            s -> s.assertion().keepsContract(s.contract())),
        new EnvironmentCase(
            CatalogueItem.LAG, "lag", COMPUTED, s -> s.settled().hasLagAtMost(ofSeconds(5))),
        new EnvironmentCase(
            CatalogueItem.LAG,
            "lag beside blue",
            COMPUTED,
            s -> s.settled().isNoLaggierThan(s.blue(), 2)),
        new EnvironmentCase(
            CatalogueItem.HYDRATION, "hydrated", COMPUTED, s -> s.settled().isHydrated()),
        new EnvironmentCase(
            CatalogueItem.HYDRATION,
            "once",
            COMPUTED,
            s -> s.settled().isHydratedOnAtLeastOneReplica()),
        new EnvironmentCase(
            CatalogueItem.REPLICAS, "replicas", "clusters", s -> s.settled().hasHealthyReplicas()),
        new EnvironmentCase(
            CatalogueItem.READABLE, "reads", RELATIONS, s -> s.assertion().readsWithoutError()),
        new EnvironmentCase(
            CatalogueItem.PLANS,
            "plan",
            "",
            s -> assertThat(s.green()).planOf("SELECT * FROM \"Quoted Name\"").hasNoCrossJoin()),
        new EnvironmentCase(
            CatalogueItem.SOURCES_AND_SINKS,
            "sources",
            "sources",
            s -> s.settled().hasHealthySources()),
        new EnvironmentCase(
            CatalogueItem.GRANTS, "rights", RELATIONS, s -> s.assertion().hasRightsOf(s.blue())),
        new EnvironmentCase(
            CatalogueItem.GRANTS,
            "comments",
            RELATIONS,
            s -> s.assertion().hasCommentsOf(s.blue())),
        new EnvironmentCase(
            CatalogueItem.ISOLATION,
            "isolation",
            RELATIONS,
            s -> s.assertion().isIsolatedFrom(s.blue())),
        new EnvironmentCase(
            CatalogueItem.CONFIGURATION,
            "configuration",
            RELATIONS,
            s -> s.assertion().hasConfigurationOf(s.blue())));
  }
}
