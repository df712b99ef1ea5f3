package dev.verdigris.engine.catalog;

import dev.verdigris.engine.Timestamps;

/**
 * What DDL leans on outside the catalog.
 *
 * @param definitions what SQL means
 * @param brokers the Kafka brokers
 * @param timestamps the clock
 */
record Services(Definitions definitions, Brokers brokers, Timestamps timestamps) {}
