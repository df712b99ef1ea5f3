/** Deployment phases as ordered JUnit extensions around validation tests. */
@NullMarked
package dev.verdigris.junit;

import org.jspecify.annotations.NullMarked;
