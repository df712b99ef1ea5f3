package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.Sink;
import org.assertj.core.api.SoftAssertionsProvider;

/** The soft forms of {@link VerdigrisAssertions}, to be mixed into soft assertions of one's own. */
public interface VerdigrisSoftAssertionsProvider extends SoftAssertionsProvider {

  /** Begins soft assertions on a relation. */
  default RelationAssert assertThat(Relation actual) {
    return proxy(RelationAssert.class, Relation.class, actual);
  }

  /** Begins soft assertions on a whole environment. */
  default EnvironmentAssert assertThat(Environment actual) {
    return proxy(EnvironmentAssert.class, Environment.class, actual);
  }

  /** Begins soft assertions on a sink. */
  default SinkAssert assertThat(Sink actual) {
    return proxy(SinkAssert.class, Sink.class, actual);
  }
}
