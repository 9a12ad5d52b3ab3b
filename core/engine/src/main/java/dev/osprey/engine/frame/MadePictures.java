package dev.osprey.engine.frame;

import dev.osprey.spi.Result;
import java.util.Optional;

/** The pixels of the images among the results of one frame. */
@FunctionalInterface
public interface MadePictures {
    /** There are none. */
    MadePictures NONE = image -> Optional.empty();

    /** In pixels of its own; valid as long as the frame is, {@link Picture#retain()} keeps it. Empty if it is no image of the frame. */
    Optional<Picture> of(Result.Image image);
}
