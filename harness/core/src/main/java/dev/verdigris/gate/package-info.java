/** What was validated, and may it be promoted. */
@NullMarked
package dev.verdigris.gate;

import org.jspecify.annotations.NullMarked;
