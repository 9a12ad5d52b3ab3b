/** The routes of the JSON API, and the front end that puts them on the network for a running server. */
@NullMarked
package dev.osprey.server.http.api;

import org.jspecify.annotations.NullMarked;
