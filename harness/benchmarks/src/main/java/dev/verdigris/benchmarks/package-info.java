/**
 * What the numbers in the documentation come from: each benchmark beside what it is compared to.
 */
@NullMarked
package dev.verdigris.benchmarks;

import org.jspecify.annotations.NullMarked;
