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
 * Every sink that reads the deployment goes on keeping its contract, and is healthy.
 *
 * <pre>
 * class Topics extends SinkContracts {}
 * </pre>
 */
@Validation
public abstract class SinkContracts {

  /** For subclasses. */
  protected SinkContracts() {}

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
                dynamicTest(sink.name(), () -> assertThat(sink).keepsContractOf(blue).isHealthy()));
  }
}
