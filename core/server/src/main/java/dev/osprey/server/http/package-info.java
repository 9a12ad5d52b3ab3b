/** The web server: the rules on who is answered, how answers are written, TLS, the page. It knows no single route. */
@NullMarked
package dev.osprey.server.http;

import org.jspecify.annotations.NullMarked;
