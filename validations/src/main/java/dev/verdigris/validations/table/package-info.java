/** Small tables that people write: as text in a test, or as a CSV file. */
@NullMarked
package dev.verdigris.validations.table;

import org.jspecify.annotations.NullMarked;
