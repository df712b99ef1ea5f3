package dev.verdigris.validations;

import dev.verdigris.Sink;
import dev.verdigris.TopicComparison;
import dev.verdigris.TopicComparison.Result.Outcome;
import dev.verdigris.gate.InconclusiveError;

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
      return new Result(Outcome.NOT_COMPARED, String.valueOf(unknown.getMessage()));
    } catch (AssertionError different) {
      return new Result(Outcome.DIFFERENT, String.valueOf(different.getMessage()));
    }
  }
}
