/** Waits for green: what is expected, what is missing and why. */
@NullMarked
package dev.verdigris.readiness;

import org.jspecify.annotations.NullMarked;
