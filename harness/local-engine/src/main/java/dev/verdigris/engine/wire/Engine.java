package dev.verdigris.engine.wire;

import dev.verdigris.engine.ChangeBus;
import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.Faults;
import dev.verdigris.engine.Timestamps;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.postgres.PostgresServer;
import dev.verdigris.engine.query.QueryPlanner;
import dev.verdigris.engine.subscribe.SubscribeRuntime;

/**
 * What the sessions of one engine share.
 *
 * @param postgres where data is and queries run
 * @param catalog what there is
 * @param planner what queries mean
 * @param order of writes and snapshots
 * @param changes who is told of writes
 * @param timestamps the clock
 * @param subscriptions what waits for changes
 * @param faults what it is made to do wrong
 */
public record Engine(
    PostgresServer postgres,
    Catalog catalog,
    QueryPlanner planner,
    CommitOrder order,
    ChangeBus changes,
    Timestamps timestamps,
    SubscribeRuntime subscriptions,
    Faults faults) {}
