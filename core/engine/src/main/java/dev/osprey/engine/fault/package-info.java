/** What keeps our own threads alive, whatever is thrown on them, and makes it known. */
@NullMarked
package dev.osprey.engine.fault;

import org.jspecify.annotations.NullMarked;
