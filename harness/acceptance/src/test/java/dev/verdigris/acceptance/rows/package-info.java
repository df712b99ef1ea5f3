/** The table of the gate, row by row, through real Maven builds and real launchers. */
@NullMarked
package dev.verdigris.acceptance.rows;

import org.jspecify.annotations.NullMarked;
