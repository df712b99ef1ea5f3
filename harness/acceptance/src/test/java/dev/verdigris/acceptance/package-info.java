/** What a deployment promises, tried on a server from the outside. */
@NullMarked
package dev.verdigris.acceptance;

import org.jspecify.annotations.NullMarked;
