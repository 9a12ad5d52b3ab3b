/** Gets sources by package name and version, checks their SHA-256 and keeps what was made of them. */
@NullMarked
package dev.osprey.models.fetch;

import org.jspecify.annotations.NullMarked;
