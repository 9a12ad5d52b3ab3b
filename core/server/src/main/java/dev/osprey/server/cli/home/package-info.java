/** What commands share: the distribution's folders, the configuration's option, an engine without cameras. */
@NullMarked
package dev.osprey.server.cli.home;

import org.jspecify.annotations.NullMarked;
