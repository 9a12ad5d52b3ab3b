/** Where video comes from: addresses as people write them, what they may lead to, and how each kind is opened. */
@NullMarked
package dev.osprey.media.source;

import org.jspecify.annotations.NullMarked;
