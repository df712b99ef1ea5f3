@NullMarked
package dev.verdigris.engine.deployment;

import org.jspecify.annotations.NullMarked;
