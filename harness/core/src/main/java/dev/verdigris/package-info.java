/** What a user imports: configuration, the run of a deployment, errors. */
@NullMarked
package dev.verdigris;

import org.jspecify.annotations.NullMarked;
