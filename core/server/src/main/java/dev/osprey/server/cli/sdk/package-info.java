/** {@code osprey new-stage}: writes a project for a stage of one's own from the SDK's templates. */
@NullMarked
package dev.osprey.server.cli.sdk;

import org.jspecify.annotations.NullMarked;
