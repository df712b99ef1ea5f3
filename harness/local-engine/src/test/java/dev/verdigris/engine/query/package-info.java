@NullMarked
package dev.verdigris.engine.query;

import org.jspecify.annotations.NullMarked;
