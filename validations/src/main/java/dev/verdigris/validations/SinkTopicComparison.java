package dev.verdigris.validations;

import dev.verdigris.Sink;
import dev.verdigris.TopicComparison;
import dev.verdigris.TopicComparison.Result.Outcome;
import dev.verdigris.gate.InconclusiveError;
import java.util.stream.Collectors;

/** Lets a promotion see what {@link SinkAssert#topicEqualsRelation()} sees. */
public final class SinkTopicComparison implements TopicComparison {

  /** Called by {@link java.util.ServiceLoader}. */
  public SinkTopicComparison() {
    // Nothing to prepare.
  }

  @Override
  public Result compare(Sink sink) {
    try {
      VerdigrisAssertions.assertThat(sink).topicEqualsRelation();
      return new Result(Outcome.EQUAL, "");
    } catch (InconclusiveError unknown) {
      return new Result(Outcome.NOT_COMPARED, evidence(unknown));
    } catch (AssertionError different) {
      return new Result(Outcome.DIFFERENT, evidence(different));
    }
  }

  /** Without the state and the next step of a validation, which is behind us here. */
  static String evidence(AssertionError error) {
    return String.valueOf(error.getMessage())
        .lines()
        .takeWhile(line -> !line.startsWith("  state ") && !line.startsWith("  next "))
        .collect(Collectors.joining("\n"));
  }
}
