@NullMarked
package dev.verdigris.project;

import org.jspecify.annotations.NullMarked;
