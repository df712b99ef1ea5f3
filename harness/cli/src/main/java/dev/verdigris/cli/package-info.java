/** The command line: parses, calls core, renders. */
@NullMarked
package dev.verdigris.cli;

import org.jspecify.annotations.NullMarked;
