/** What stands in the way of a deployment, found all at once and before anything is changed. */
@NullMarked
package dev.verdigris.preflight;

import org.jspecify.annotations.NullMarked;
