/** The catalog of models. */
@NullMarked
package dev.osprey.engine.model;

import org.jspecify.annotations.NullMarked;
