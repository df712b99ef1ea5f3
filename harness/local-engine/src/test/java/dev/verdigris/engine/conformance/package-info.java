/**
 * Replays what was recorded from a real Materialize against the local engine, over the raw wire
 * protocol, and compares the answers. The rules are those of the recordings' own description.
 */
@NullMarked
package dev.verdigris.engine.conformance;

import org.jspecify.annotations.NullMarked;
