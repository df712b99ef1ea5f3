@NullMarked
package dev.verdigris.validations;

import org.jspecify.annotations.NullMarked;
