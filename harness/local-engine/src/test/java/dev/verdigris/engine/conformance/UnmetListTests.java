package dev.verdigris.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnmetListTests {

  private static final Script SCRIPT = new Script("swap", List.of());

  @TempDir Path directory;

  @Test
  void aListThatIsExactHasNothingToSay() {
    UnmetList list = written(outcome(2, Category.REFUSED), outcome(3, null));

    assertThat(list.violation(outcome(2, Category.REFUSED))).isEmpty();
    assertThat(list.violation(outcome(3, null))).isEmpty();
    assertThat(list.strays(List.of(outcome(2, Category.REFUSED)))).isEmpty();
  }

  @Test
  void aListedStepThatIsAnsweredIsAViolation() {
    UnmetList list = written(outcome(2, Category.REFUSED));

    assertThat(list.violation(outcome(2, null)).orElseThrow())
        .startsWith("it is answered as recorded: take it off the list (swap\t2\tg\trefused\t");
  }

  @Test
  void anUnlistedStepThatIsNotAnsweredIsAViolation() {
    UnmetList list = written();

    assertThat(list.violation(outcome(2, Category.DIFFERS)))
        .contains("differs, and not on the list: why");
  }

  @Test
  void anotherCategoryIsAViolation() {
    UnmetList list = written(outcome(2, Category.REFUSED));

    assertThat(list.violation(outcome(2, Category.DIFFERS)))
        .contains("listed as refused, but it is differs: why");
  }

  @Test
  void aLineThatNamesNoStepIsAStray() {
    UnmetList list = written(outcome(2, Category.REFUSED), outcome(9, Category.REFUSED));

    assertThat(list.strays(List.of(outcome(2, Category.REFUSED))))
        .extracting(UnmetList.Entry::line)
        .containsExactly(9);
  }

  private UnmetList written(Outcome... outcomes) {
    Path file = directory.resolve("unmet.tsv");
    UnmetList.write(file, List.of(), List.of(outcomes));
    return UnmetList.read(file);
  }

  private static Outcome outcome(int line, @Nullable Category category) {
    Step step =
        new Step(
            line,
            new Gson()
                .fromJson("{\"group\":\"g\",\"sql\":\"SELECT " + line + "\"}", JsonObject.class));
    return new Outcome(SCRIPT, step, category, category == null ? "" : "why");
  }
}
