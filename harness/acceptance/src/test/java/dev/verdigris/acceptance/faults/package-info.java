/** Every statement of a deployment, disturbed in every way: nothing may be lost or half done. */
@NullMarked
package dev.verdigris.acceptance.faults;

import org.jspecify.annotations.NullMarked;
