package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Green keeps the contracts that consumers have committed: one test for each {@code .yaml} file of
 * a directory.
 *
 * <pre>
 * class Contracts extends ConsumerContracts {
 *   Contracts() {
 *     super("contracts");
 *   }
 * }
 * </pre>
 *
 * <p>A file is in the form that {@link EnvironmentComparisons#keepsContract} shows.
 */
@Validation
public abstract class ConsumerContracts {
  private final String directory;

  /**
   * With a directory.
   *
   * @param directory beside {@code verdigris.yaml}, or absolute
   */
  protected ConsumerContracts(String directory) {
    this.directory = directory;
  }

  /** One test for each file; it fails where there is none. */
  @TestFactory
  Stream<DynamicTest> contractIsKept(Green green, DeploymentConfig config) throws IOException {
    Path place = config.baseDirectory().resolve(directory);
    List<Path> files;
    try (Stream<Path> found = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
      files =
          found
              .filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw ContractProblems.none(directory).exception();
    }
    return files.stream()
        .map(
            file ->
                dynamicTest(
                    String.valueOf(file.getFileName()),
                    () -> assertThat(green).keepsContract(file)));
  }
}
