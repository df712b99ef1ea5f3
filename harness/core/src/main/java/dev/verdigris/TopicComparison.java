package dev.verdigris;

/**
 * Compares what a sink has sent, compacted, with the relation that it reads. Core knows no Kafka:
 * whoever does is found by {@link java.util.ServiceLoader}; the module of the validations brings
 * one.
 */
public interface TopicComparison {

  /**
   * What a comparison came to.
   *
   * @param outcome whether they are equal, differ, or could not be compared
   * @param text what differs, or why they were not compared; empty where they are equal
   */
  record Result(Outcome outcome, String text) {
    /** What can be said of a topic and a relation. */
    public enum Outcome {
      /** The compacted topic holds exactly the relation. */
      EQUAL,
      /** It does not. */
      DIFFERENT,
      /** Nobody could tell, for example because no broker can be reached. */
      NOT_COMPARED
    }
  }

  /** Compares the topic of a sink with the relation that it reads now, both at one time. */
  Result compare(Sink sink);
}
