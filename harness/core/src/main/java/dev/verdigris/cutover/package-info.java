/**
 * What a sink's consumers see of a cutover: which keys differ between what a sink reads and what it
 * shall read, and what was decided about them. Knows neither plans nor their execution.
 */
@NullMarked
package dev.verdigris.cutover;

import org.jspecify.annotations.NullMarked;
