@NullMarked
package dev.verdigris.benchmarks;

import org.jspecify.annotations.NullMarked;
