@NullMarked
package dev.verdigris.junit;

import org.jspecify.annotations.NullMarked;
