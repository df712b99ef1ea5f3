package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import dev.verdigris.Relation;
import dev.verdigris.Sink;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.gate.Severity;
import dev.verdigris.junit.OnFailure;
import dev.verdigris.junit.Validation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is cheap and nearly always wanted, beside the user's own validations. It sends a constant
 * number of catalog queries and two small reads of each relation. {@code verdigris.yaml} switches
 * each off, makes it a warning or waives it by its name:
 *
 * <pre>
 * gate:
 *   off: [DefaultValidation.commentsAreThoseOfBlue]
 *   warn: [DefaultValidation.sourcesRun]
 * </pre>
 *
 * <p>Alone it promotes nothing.
 */
@Validation
@DisplayName("Default validations")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class DefaultValidation {
  /** How long what the server reports may take to be in order. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final double ROWS_PERCENT = 10;

  private final Green green;
  private final Blue blue;
  private final DeploymentConfig config;

  /** One look at the catalog for all tests. */
  public DefaultValidation(Green green, Blue blue, DeploymentConfig config) {
    this.green = green;
    this.blue = blue;
    this.config = config;
  }

  /** Nothing is lost; what is new, or of another kind or cluster, is shown. */
  @Test
  void objectsAreThere() {
    assertThat(green)
        .allowingEmpty()
        .allowing(Change.ADDED, Change.KIND, Change.CLUSTER)
        .hasObjectsOf(blue);
  }

  /** No column is lost or retyped; new ones and such as may be null now are shown. */
  @Test
  void columnsKeepTheirTypes() {
    assertThat(green)
        .allowingEmpty()
        .allowing(Change.NULLABLE)
        .hasSchemaOf(blue, Compatibility.BACKWARD);
  }

  /** Row counts are shown where they are more than 10 % from blue's. */
  @Test
  void rowCountsAreLikeBlue() {
    for (Relation relation : green.relations()) {
      if (isStored(relation) && blue.catalog().relations().containsKey(relation.name())) {
        assertThat(relation)
            .allowingEmpty()
            .onFailure(Severity.WARN)
            .hasRowCountWithinPercent(ROWS_PERCENT, blue);
      }
    }
  }

  /** To count the rows of a plain view would mean to compute all of it. */
  private static boolean isStored(Relation relation) {
    return relation.kind() == ObjectKind.MATERIALIZED_VIEW;
  }

  /** Keys that sinks declare and the server does not prove are unique. */
  @Test
  void declaredKeysAreUnique() {
    VerdigrisSoftAssertions softly = new VerdigrisSoftAssertions();
    for (Sink sink : green.sinks()) {
      List<String> key = sink.contract().enforced() ? List.of() : sink.contract().key();
      if (!key.isEmpty()) {
        sink.relation()
            .ifPresent(
                relation ->
                    softly
                        .assertThat(relation)
                        .allowingEmpty()
                        .because("sink " + sink.name() + " declares it, and nobody proves it")
                        .hasUniqueKey(key.toArray(String[]::new)));
      }
    }
    softly.assertAll();
  }

  /** Lag is as small as {@code await.lag_threshold} asks. */
  @Test
  void lagIsSmall() {
    assertThat(green)
        .allowingEmpty()
        .eventually(PATIENCE)
        .hasLagAtMost(config.await().lagThreshold());
  }

  /** Everything is hydrated on every replica. */
  @Test
  void everythingIsHydrated() {
    assertThat(green).allowingEmpty().eventually(PATIENCE).isHydrated();
  }

  /** No replica of green is offline, or was. */
  @Test
  void replicasAreHealthy() {
    assertThat(green).allowingEmpty().eventually(PATIENCE).hasHealthyReplicas();
  }

  /** No relation's data is an error. */
  @Test
  void relationsCanBeRead() {
    assertThat(green).allowingEmpty().readsWithoutError();
  }

  /** What feeds green runs. */
  @Test
  void sourcesRun() {
    assertThat(green).allowingEmpty().eventually(PATIENCE).hasHealthySources();
  }

  /** The sinks that will read green run. */
  @Test
  void sinksRun() {
    assertThat(green).allowingEmpty().eventually(PATIENCE).hasHealthySinks();
  }

  /** Those who read the topics go on finding what they were promised. */
  @Test
  void sinksKeepTheirContracts() {
    VerdigrisSoftAssertions softly = new VerdigrisSoftAssertions();
    for (Sink sink : green.sinks()) {
      softly.assertThat(sink).keepsContractOf(blue);
    }
    softly.assertAll();
  }

  /** Nobody loses a right; new grants are shown. */
  @Test
  void rightsAreThoseOfBlue() {
    assertThat(green).allowingEmpty().allowing(Change.ADDED).hasRightsOf(blue);
  }

  /** Clusters or indexes that are made otherwise are shown. */
  @Test
  @OnFailure(Severity.WARN)
  void configurationIsThatOfBlue() {
    assertThat(green).allowingEmpty().hasConfigurationOf(blue);
  }

  /** Comments that changed are shown. */
  @Test
  @OnFailure(Severity.WARN)
  void commentsAreThoseOfBlue() {
    assertThat(green).allowingEmpty().hasCommentsOf(blue);
  }

  /** Nothing would move or stay where it should not. */
  @Test
  void greenAndBlueAreApart() {
    assertThat(green).allowingEmpty().isIsolatedFrom(blue);
  }
}
