@NullMarked
package dev.verdigris.engine.sql;

import org.jspecify.annotations.NullMarked;
