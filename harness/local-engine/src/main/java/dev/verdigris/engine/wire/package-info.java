/**
 * The server that clients talk to: the PostgreSQL protocol, sessions, their variables and
 * transactions, by Materialize's rules. It ends the protocol here; PostgreSQL only sees what the
 * planner made.
 */
@NullMarked
package dev.verdigris.engine.wire;

import org.jspecify.annotations.NullMarked;
