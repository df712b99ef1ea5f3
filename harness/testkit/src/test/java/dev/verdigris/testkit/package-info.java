@NullMarked
package dev.verdigris.testkit;

import org.jspecify.annotations.NullMarked;
