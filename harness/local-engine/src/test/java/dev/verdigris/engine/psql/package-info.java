@org.jspecify.annotations.NullMarked
package dev.verdigris.engine.psql;
