/** Programs and drivers of other people on the engine's runnable jar, in a process of its own. */
@NullMarked
package dev.verdigris.acceptance.clients;

import org.jspecify.annotations.NullMarked;
