@NullMarked
package dev.verdigris.validations.table;

import org.jspecify.annotations.NullMarked;
