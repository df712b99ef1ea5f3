@NullMarked
package dev.verdigris.preflight;

import org.jspecify.annotations.NullMarked;
