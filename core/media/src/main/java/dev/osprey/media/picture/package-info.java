/** Picture files, clips and JPEG: what is read and written beside cameras. */
@NullMarked
package dev.osprey.media.picture;

import org.jspecify.annotations.NullMarked;
