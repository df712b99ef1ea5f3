package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.util.List;

/**
 * A sink of the project: a file {@code models/<schema>/<sink>.sql} in a schema that is not
 * deployed. A promotion creates it where it does not exist; it is never dropped.
 *
 * @param name its exact name
 * @param from production's name of the relation that it reads, in a schema of the deployment
 * @param cluster the exact name of its cluster, which is not deployed
 * @param connections the names of the connections that it uses
 * @param sql the whole statement with complete names, without a semicolon
 * @param position where the statement stands
 */
public record ProjectSink(
    QualifiedName name,
    QualifiedName from,
    String cluster,
    List<QualifiedName> connections,
    String sql,
    SourcePosition position) {

  /** Makes the list immutable. */
  public ProjectSink {
    connections = List.copyOf(connections);
  }

  /** What makes it the same sink as one on the server. */
  public SinkDefinition definition() {
    return SinkDefinition.of(sql, id -> id);
  }
}
