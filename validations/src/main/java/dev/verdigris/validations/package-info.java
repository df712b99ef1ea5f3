/** AssertJ assertions on relations, sinks and clusters. */
@NullMarked
package dev.verdigris.validations;

import org.jspecify.annotations.NullMarked;
