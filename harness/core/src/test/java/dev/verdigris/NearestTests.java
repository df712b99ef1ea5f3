package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTests {

  @ParameterizedTest
  @CsvSource({
    "schema, schemas",
    "shcemas, schemas",
    "Schemas, schemas",
    "clusterS, clusters",
    "time-out, timeout",
    "cluster, clusters"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(Nearest.to(written, List.of("schemas", "clusters", "timeout"))).contains(meant);
  }

  @Test
  void findsNothingThatIsTooFar() {
    assertThat(Nearest.to("colour", List.of("schemas", "clusters"))).isEmpty();
    assertThat(Nearest.to("a", List.of("xyz"))).isEmpty();
  }

  @Test
  void takesTheFirstOfEquals() {
    assertThat(Nearest.to("ac", List.of("ab", "aa"))).contains("aa");
  }
}
