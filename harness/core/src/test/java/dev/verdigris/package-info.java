@NullMarked
package dev.verdigris;

import org.jspecify.annotations.NullMarked;
