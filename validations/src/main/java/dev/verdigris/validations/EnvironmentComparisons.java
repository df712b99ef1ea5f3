package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.validations.EstateMessages.Rule;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Assertions on what the catalog has of green beside blue. Both are looked up in the one snapshot
 * that was read when green was asked for, so that nothing is sent.
 *
 * <p>In the examples green has a view more than blue, {@code flights.delay_by_state}.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class EnvironmentComparisons<S extends EnvironmentComparisons<S>>
    extends EnvironmentOptions<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected EnvironmentComparisons(Environment actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that there are the same relations, of the same kinds and on the same clusters, by the
   * names that models have for them. For indexes see {@link #hasConfigurationOf}.
   *
   * <pre>
   * assertThat(green).exceptFor("flights.delay_by_state").hasObjectsOf(blue);  // passes
   * assertThat(green).hasObjectsOf(blue);  // fails: added flights.delay_by_state, view
   * </pre>
   */
  public S hasObjectsOf(Environment other) {
    return compare(
        Rule.OBJECTS,
        other,
        ObjectComparison::of,
        EnvironmentComparisons::either,
        (observations, blue, green) -> CatalogLook.objects(blue, green));
  }

  /** As {@link #hasSchemaOf(Environment, Compatibility)} with {@link Compatibility#BACKWARD}. */
  public S hasSchemaOf(Environment other) {
    return hasSchemaOf(other, Compatibility.BACKWARD);
  }

  /**
   * Verifies that the columns of all relations that both sides have are compatible. What differs
   * and is compatible is told as a warning.
   *
   * <pre>
   * // passes where green has a further column
   * assertThat(green).hasSchemaOf(blue, Compatibility.BACKWARD);
   *
   * // fails there: added flights.delay_by_airport.state, text
   * assertThat(green).hasSchemaOf(blue, Compatibility.EXACT);
   * </pre>
   */
  public S hasSchemaOf(Environment other, Compatibility compatibility) {
    return compare(
        Rule.SCHEMA,
        other,
        (blue, green) -> ObjectComparison.columns(blue, green, compatibility),
        EnvironmentComparisons::both,
        (observations, blue, green) -> CatalogLook.columns(blue, green));
  }

  /**
   * Verifies that every column that a consumer declared in a file is there, with its type, and not
   * null where that was declared. The file is YAML:
   *
   * <pre>
   * consumer: on-time board
   * owner: boards&#64;example.com
   * relations:
   *   flights.on_time_board:
   *     iata: text not null
   *     on_time: boolean
   * </pre>
   *
   * <pre>
   * assertThat(green).keepsContract(Path.of("contracts/board.yaml"));  // passes
   *
   * // fails where on_time is text in green: retyped flights.on_time_board.on_time …
   * assertThat(green).keepsContract(Path.of("contracts/board.yaml"));
   * </pre>
   *
   * @throws dev.verdigris.VerdigrisException VG-2861 when the file is no contract
   */
  public S keepsContract(Path file) {
    isNotNull();
    ConsumerContract contract = ConsumerContract.read(file);
    String who =
        contract.consumer() + (contract.owner().isEmpty() ? "" : ", owner " + contract.owner());
    Seen seen =
        new Seen(
            "compared",
            contract.file() + " of " + who + "  with  " + Place.of(actual),
            CatalogLook.columns(actual.catalog()));
    return look(
        Rule.CONTRACT,
        reading ->
            new Sight(
                seen,
                "",
                contract.relations().size(),
                "relations",
                contract.broken(actual.catalog())));
  }

  /**
   * Verifies that owners, grants and default privileges are the same on everything that both sides
   * have. What an owner may do because he owns does not count.
   *
   * <pre>
   * assertThat(green).hasRightsOf(blue);  // passes
   * assertThat(green).hasRightsOf(blue);  // fails: revoked flights.board SELECT to dashboard
   * </pre>
   */
  public S hasRightsOf(Environment other) {
    return compare(
        Rule.RIGHTS,
        other,
        RightsComparison::rights,
        EnvironmentComparisons::both,
        (observations, blue, green) -> CatalogLook.rights(blue, green));
  }

  /**
   * Verifies that comments are the same on everything that both sides have.
   *
   * <pre>
   * assertThat(green).hasCommentsOf(blue);  // passes
   * assertThat(green).hasCommentsOf(blue);  // fails: comment flights.board blue "…" green none
   * </pre>
   */
  public S hasCommentsOf(Environment other) {
    return compare(
        Rule.COMMENTS,
        other,
        RightsComparison::comments,
        EnvironmentComparisons::both,
        (observations, blue, green) -> CatalogLook.comments(blue, green));
  }

  /**
   * Verifies that green and blue are apart: nothing in their schemas or on their clusters that a
   * swap would move although no deployment makes it, nothing in green that reads blue or runs on
   * its clusters. Readers of blue that a swap leaves behind are told as a warning.
   *
   * <pre>
   * assertThat(green).isIsolatedFrom(blue);  // passes
   * assertThat(green).isIsolatedFrom(blue);  // fails: reads flights.board reads blue's view …
   * </pre>
   */
  public S isIsolatedFrom(Environment other) {
    return compare(
        Rule.ISOLATION,
        other,
        IsolationCheck::of,
        (blue, green) -> green.relations().size(),
        (observations, blue, green) ->
            any(observations, IsolationCheck.READS, IsolationCheck.STAYS)
                ? CatalogLook.readers(blue)
                : CatalogLook.runs(blue, green));
  }

  /**
   * Verifies that clusters have the same sizes, replicas and schedules, and relations the same
   * indexes, whatever these are called.
   *
   * <pre>
   * assertThat(green).hasConfigurationOf(blue);  // passes
   * assertThat(green).hasConfigurationOf(blue);  // fails: cluster compute size blue 50cc green …
   * </pre>
   */
  public S hasConfigurationOf(Environment other) {
    return compare(
        Rule.CONFIGURATION,
        other,
        ConfigurationComparison::of,
        EnvironmentComparisons::both,
        (observations, blue, green) ->
            any(observations, ConfigurationComparison.CLUSTER)
                ? CatalogLook.clusterOptions(blue, green)
                : CatalogLook.indexes(blue, green));
  }

  /** Compares two environments in one snapshot. */
  private interface Comparison {
    List<Observation> between(EnvironmentCatalog blue, EnvironmentCatalog green);
  }

  /** How many things two environments give a comparison to look at. */
  private interface Count {
    int of(EnvironmentCatalog blue, EnvironmentCatalog green);
  }

  /** Makes the query to look further at what was observed. */
  private interface Further {
    String at(List<Observation> observations, EnvironmentCatalog blue, EnvironmentCatalog green);
  }

  private static int either(EnvironmentCatalog blue, EnvironmentCatalog green) {
    Set<String> names = new TreeSet<>(blue.relations().keySet());
    names.addAll(green.relations().keySet());
    return names.size();
  }

  private static int both(EnvironmentCatalog blue, EnvironmentCatalog green) {
    Set<String> names = new TreeSet<>(blue.relations().keySet());
    names.retainAll(green.relations().keySet());
    return names.size();
  }

  private S compare(
      Rule rule, Environment other, Comparison comparison, Count count, Further further) {
    isNotNull();
    EnvironmentCatalog green = actual.catalog();
    EnvironmentCatalog blue = other.catalog().in(green.snapshot());
    return look(
        rule,
        reading -> {
          EnvironmentCatalog one = selection().narrow(blue);
          EnvironmentCatalog two = selection().narrow(green);
          List<Observation> observations = selection().weighed(comparison.between(one, two));
          Seen seen =
              new Seen(
                  "compared",
                  Place.of(other) + "  with  " + Place.of(actual),
                  further.at(observations, blue, green));
          return new Sight(seen, "", count.of(one, two), "relations", observations);
        });
  }

  private static boolean any(List<Observation> observations, String... labels) {
    return observations.stream().map(Observation::label).anyMatch(List.of(labels)::contains);
  }
}
