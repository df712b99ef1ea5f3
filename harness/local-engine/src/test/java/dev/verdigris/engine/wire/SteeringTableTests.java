package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every way to steer stands in the documentation and has a test, both ways. */
class SteeringTableTests {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+\\([^`]*\\))` \\|.*");
  private static final List<String> CLASSES =
      List.of(
          "HydrationSteeringTests",
          "SinkSteeringTests",
          "StatementSteeringTests",
          "EngineSteeringTests");

  @Test
  void theDocumentationListsThemAsTheyAreCalled() throws Exception {
    Set<String> documented =
        Files.readAllLines(Path.of("../../docs/local-engine.md")).stream()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> SteeringSchema.NAME + "." + row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there =
        SteeringFunction.ALL.values().stream()
            .map(SteeringFunction::signature)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(there);
  }

  @Test
  void eachHasATest() throws Exception {
    Set<String> tested = new TreeSet<>();
    for (String name : CLASSES) {
      Class<?> tests = Class.forName("dev.verdigris.engine.fault." + name);
      for (Method method : tests.getDeclaredMethods()) {
        for (Tag tag : method.getAnnotationsByType(Tag.class)) {
          tested.add(tag.value());
        }
      }
    }
    assertThat(tested).isEqualTo(new TreeSet<>(SteeringFunction.ALL.keySet()));
  }
}
