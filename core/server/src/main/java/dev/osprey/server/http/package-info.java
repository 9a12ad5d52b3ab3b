/** The network side: HTTP, the live WebSocket, the page, and the rules on who is answered. */
@NullMarked
package dev.osprey.server.http;

import org.jspecify.annotations.NullMarked;
