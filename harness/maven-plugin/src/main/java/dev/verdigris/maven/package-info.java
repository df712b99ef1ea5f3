/** What only Maven can say about a build. */
@NullMarked
package dev.verdigris.maven;

import org.jspecify.annotations.NullMarked;
