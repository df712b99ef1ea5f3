@NullMarked
package dev.verdigris.validations.models;

import org.jspecify.annotations.NullMarked;
