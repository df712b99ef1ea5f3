/** What an engine can be told to do wrong, and the list of what it was told. */
@NullMarked
package dev.verdigris.engine.fault;

import org.jspecify.annotations.NullMarked;
