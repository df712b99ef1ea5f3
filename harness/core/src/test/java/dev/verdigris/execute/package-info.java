@NullMarked
package dev.verdigris.execute;

import org.jspecify.annotations.NullMarked;
