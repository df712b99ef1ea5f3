@NullMarked
package dev.verdigris.readiness;

import org.jspecify.annotations.NullMarked;
