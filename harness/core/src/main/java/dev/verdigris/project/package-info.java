/** SQL projects: the lexer, models and their order, names rewritten to green. */
@NullMarked
package dev.verdigris.project;

import org.jspecify.annotations.NullMarked;
