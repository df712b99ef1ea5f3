package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.Sink;
import dev.verdigris.junit.Validation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sink that reads the deployment goes on keeping its contract, is healthy, and a plain
 * cutover would leave no more keys otherwise than a subclass allows.
 *
 * <pre>
 * class Topics extends SinkContracts {
 *   &#64;Override
 *   protected KeyBudget budget(Sink sink, KeyBudget keys) {
 *     return keys.stale(10);
 *   }
 * }
 * </pre>
 */
@Validation
public abstract class SinkContracts {

  /** For subclasses. */
  protected SinkContracts() {}

  /** How many keys of a sink's topic may be otherwise after a cutover that sends nothing. */
  protected KeyBudget budget(Sink sink, KeyBudget keys) {
    return keys;
  }

  /** One test for each sink; it fails where no sink reads the deployment. */
  @TestFactory
  Stream<DynamicTest> sinkKeepsItsContract(Green green, Blue blue) {
    List<Sink> sinks = green.sinks();
    if (sinks.isEmpty()) {
      throw ContractProblems.noSinks().exception();
    }
    return sinks.stream()
        .map(
            sink ->
                dynamicTest(
                    sink.name(),
                    () ->
                        assertThat(sink)
                            .keepsContractOf(blue)
                            .isHealthy()
                            .changesAtMost(keys -> budget(sink, keys))));
  }
}
