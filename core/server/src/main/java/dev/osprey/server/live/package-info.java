/** What viewers get: access units as they came, results and status, each viewer at its own pace. */
@NullMarked
package dev.osprey.server.live;

import org.jspecify.annotations.NullMarked;
