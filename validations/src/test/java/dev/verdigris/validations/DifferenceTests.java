package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferenceTests {

  private static Difference compare(Comparison comparison) {
    return new Difference(comparison);
  }

  private static Comparison tolerating(String tolerance) {
    return new Comparison(List.of("id", "a"), 1, Map.of("a", new BigDecimal(tolerance)));
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  @Test
  void isEmptyWithoutRows() {
    Difference difference = compare(tolerating("0"));
    difference.pair();
    assertThat(difference.isEmpty()).isTrue();
  }

  @Test
  void forgivesWhatIsWithinTheTolerance() {
    Difference difference = compare(tolerating("0.1"));
    difference.add(true, row("1", "8.4"));
    difference.add(false, row("1", "8.5"));
    difference.pair();
    assertThat(difference.isEmpty()).isTrue();
  }

  @Test
  void tellsWhatIsBeyondTheTolerance() {
    Difference difference = compare(tolerating("0.1"));
    difference.add(true, row("1", "8.4"));
    difference.add(false, row("1", "8.51"));
    difference.pair();
    assertThat(difference.changed())
        .containsExactly(new Difference.Change(row("1"), 1, "8.51", "8.4"));
  }

  @Test
  void forgivesNoNullsAndNoNumbersThatAreNone() {
    for (String value : new String[] {null, "NaN", "Infinity"}) {
      Difference difference = compare(tolerating("1000000"));
      difference.add(true, row("1", value));
      difference.add(false, row("1", "1"));
      difference.pair();
      assertThat(difference.changed()).hasSize(1);
    }
  }

  @Test
  void tellsRowsThatOneSideHasMoreOftenThanTheOther() {
    Difference difference = compare(tolerating("0"));
    difference.add(true, row("1", "1"));
    difference.add(true, row("1", "1"));
    difference.add(false, row("1", "2"));
    difference.pair();
    assertThat(difference.changed()).hasSize(1);
    assertThat(difference.onlyGreen()).hasSize(1);
    assertThat(difference.onlyBlue()).isEmpty();
  }

  @Test
  void isNotEmptyWhenItWasCut() {
    Difference difference = compare(tolerating("0"));
    difference.cut();
    difference.pair();
    assertThat(difference.isEmpty()).isFalse();
  }
}
