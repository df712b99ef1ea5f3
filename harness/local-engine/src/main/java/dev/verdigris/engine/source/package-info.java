/** Load generators: what makes the rows of sources, and writes them as time passes. */
@org.jspecify.annotations.NullMarked
package dev.verdigris.engine.source;
