@NullMarked
package dev.verdigris.gate;

import org.jspecify.annotations.NullMarked;
