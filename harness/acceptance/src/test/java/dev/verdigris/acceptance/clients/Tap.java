package dev.verdigris.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A script that checks things and says so in lines of the Test Anything Protocol. */
final class Tap {
  private static final Pattern LINE = Pattern.compile("^(ok|not ok) \\d+ (.*)$", Pattern.MULTILINE);
  private static final Pattern PLAN = Pattern.compile("^1\\.\\.(\\d+)$", Pattern.MULTILINE);

  private Tap() {}

  /**
   * Runs a script to its end; one test for each of its checks, and one that all of them were made.
   */
  static Stream<DynamicTest> run(
      Path directory, Map<String, String> environment, List<String> command) throws Exception {
    String text = Command.run(directory, environment, command).text();
    List<DynamicTest> tests = new ArrayList<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      boolean passed = line.group(1).equals("ok");
      String said = line.group(2);
      tests.add(
          DynamicTest.dynamicTest(
              said.replaceFirst(" # .*", ""), () -> assertThat(passed).as(said).isTrue()));
    }
    int checks = tests.size();
    tests.add(
        DynamicTest.dynamicTest(
            "all of its checks were made",
            () -> {
              Matcher plan = PLAN.matcher(text);
              assertThat(plan.find()).as(text).isTrue();
              assertThat(checks).as(text).isPositive().isEqualTo(Integer.parseInt(plan.group(1)));
            }));
    return tests.stream();
  }
}
