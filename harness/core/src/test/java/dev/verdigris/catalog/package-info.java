@NullMarked
package dev.verdigris.catalog;

import org.jspecify.annotations.NullMarked;
