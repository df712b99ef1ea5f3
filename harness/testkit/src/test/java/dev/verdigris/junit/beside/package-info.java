@NullMarked
package dev.verdigris.junit.beside;

import org.jspecify.annotations.NullMarked;
