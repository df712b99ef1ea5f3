@NullMarked
package dev.verdigris.plan;

import org.jspecify.annotations.NullMarked;
