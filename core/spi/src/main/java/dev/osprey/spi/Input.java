package dev.osprey.spi;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One picture, or one region of it, that a stage shall analyse. Valid until {@link Stage#process} returns. */
public interface Input {
    Frame frame();

    /** What to look at: the whole picture, or the region of the {@link #parent}. */
    Region region();

    /** The result of the earlier stage on whose region this input stands. */
    Optional<Result> parent();

    /**
     * What an earlier stage of the pipeline found in this picture, as the pipeline kept it; empty if it found nothing or
     * did not look. Its name is the one in results.
     *
     * @throws IllegalArgumentException if the pipeline does not make this stage wait for that one, by {@code with},
     *     {@code after} or {@code when}, directly or not: it might be at work still
     */
    List<Result> results(String stage);

    /**
     * What this stage remembers of this camera: the same object for every picture of a stream. The host drops it when
     * the camera has a new stream, and does not close it; it outlives the instance of the stage. With a
     * {@link StageSpec#maxConcurrency()} above 1, results of one picture that are looked at by themselves may be in
     * several calls at once, and the memory is thread-safe.
     *
     * @param first gives it where there is none yet; of two calls at once one's stays
     */
    <M> M memory(Supplier<M> first);

    /**
     * Reads pixels: scales, turns, straightens, fits, orders and normalises in one pass. May be called several times,
     * with any regions; what lies outside the picture is filled. Where the {@link #parent} is an image that a stage made,
     * its pixels are read, not the camera's; regions and the mapping are in source pixels all the same.
     *
     * @param region in source pixels; {@link #region()} for the one to analyse
     * @param spec the form in which the pixels are wanted
     * @param into direct and of native byte order, with at least {@link PixelSpec#sizeBytes(Region)} bytes remaining;
     *     written from its position on, which moves past what was written
     * @return where the pixels written came from
     * @throws IllegalArgumentException if the buffer is not direct, of the other byte order, or too small
     * @throws IllegalStateException after {@link Stage#process} has returned or its deadline has passed
     */
    Mapping read(Region region, PixelSpec spec, ByteBuffer into);

    /**
     * Hands pixels over to the host: what {@link #read} does, the other way. They are copied, in one pass; the buffer is
     * the stage's own again at once. The image that comes back has no pixels in it: the host keeps them as long as the
     * picture is under way, shows them as a view of the camera if the image is among the results of this input, and lets
     * stages {@code after} this one read them.
     *
     * @param shows what the pixels show, in source pixels: the region that was read, or to the fraction of a pixel where
     *     its mapping leads
     * @param form how the pixels lie in the buffer, as if they had been read so: mean and std are undone, the bars of a
     *     letterbox are left out
     * @param from direct and of native byte order, with at least {@link PixelSpec#sizeBytes(Region)} bytes remaining;
     *     taken from its position on, which moves past what was taken
     * @throws IllegalArgumentException if the buffer is not direct, of the other byte order, or too small, or the region
     *     has no area
     * @throws IllegalStateException after {@link Stage#process} has returned or its deadline has passed
     * @throws StageException of category INPUT if that is more than the host keeps of one picture
     */
    Result.Image write(Region shows, PixelSpec form, ByteBuffer from) throws StageException;
}
