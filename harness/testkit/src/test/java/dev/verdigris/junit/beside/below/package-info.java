@NullMarked
package dev.verdigris.junit.beside.below;

import org.jspecify.annotations.NullMarked;
