package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.Findings;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where an assertion reads: sessions of one environment, on its cluster.
 *
 * @param what is read, for messages
 * @param relations the relation, if it is one: asked about when nothing answers
 * @param session lends a session
 * @param apart opens one for a subscription
 * @param findings hears timestamps, warnings and waivers
 */
record Origin(
    String what,
    List<Relation> relations,
    Supplier<ReadSession> session,
    Supplier<ReadSession> apart,
    Findings findings) {

  static Origin of(Relation relation) {
    return new Origin(
        relation.name(),
        List.of(relation),
        relation::session,
        relation::sessionApart,
        relation.findings());
  }

  static Origin of(Environment environment) {
    return new Origin(
        environment.label(),
        List.of(),
        environment::session,
        environment::sessionApart,
        environment.findings());
  }
}
