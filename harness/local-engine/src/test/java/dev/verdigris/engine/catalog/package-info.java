@NullMarked
package dev.verdigris.engine.catalog;

import org.jspecify.annotations.NullMarked;
