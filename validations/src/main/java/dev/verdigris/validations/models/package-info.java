/** Tests of single models: rows for what a model reads, and what it makes of them. */
@NullMarked
package dev.verdigris.validations.models;

import org.jspecify.annotations.NullMarked;
