/** Runs deployment classes on the local engine, and tells what came of it. */
@NullMarked
package dev.verdigris.testkit;

import org.jspecify.annotations.NullMarked;
