package dev.verdigris.engine.sql;

import java.util.List;

/**
 * {@code DROP kind name, …}.
 *
 * @param kind what is dropped
 * @param names of replicas: {@code cluster.replica}
 * @param cascade whether what depends on them goes too
 */
public record DropStatement(
    ObjectKind kind, boolean ifExists, List<ObjectName> names, boolean cascade)
    implements Statement {}
