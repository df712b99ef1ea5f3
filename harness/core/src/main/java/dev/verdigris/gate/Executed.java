package dev.verdigris.gate;

import java.time.Duration;

/**
 * A validation that ran, or was found not to run.
 *
 * @param id the same id that it is expected under
 * @param name what people call it
 * @param outcome how it ended
 * @param took how long it took
 * @param message what it said; empty where it said nothing
 */
public record Executed(String id, String name, Outcome outcome, Duration took, String message) {}
