/** SUBSCRIBE: the changes of a query as they happen. */
@NullMarked
package dev.verdigris.engine.subscribe;

import org.jspecify.annotations.NullMarked;
