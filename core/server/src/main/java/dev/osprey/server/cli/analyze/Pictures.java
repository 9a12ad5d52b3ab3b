package dev.osprey.server.cli.analyze;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.picture.ClipReader;
import dev.osprey.media.picture.PictureFile;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pictures that {@code analyze} runs over, one by one: a clip's frames, or picture files in the order of names. */
final class Pictures implements AutoCloseable {
    private static final Set<String> PICTURE_ENDINGS = Set.of("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff");
    private static final String CAMERA = "analyze";
    private static final double FOLDER_FRAMES_PER_SECOND = 2;

    private final String name;
    private final @Nullable ClipReader clip;
    private final List<Path> files;
    private final long maxPixels;
    private final List<String> unreadable = new ArrayList<>();
    private int next;

    private Pictures(String name, @Nullable ClipReader clip, List<Path> files, long maxPixels) {
        this.maxPixels = maxPixels;
        this.name = name;
        this.clip = clip;
        this.files = files;
    }

    /**
     * Opens the input.
     *
     * @param maxPixels width times height of a picture at most; 0 for the usual limits
     */
    static Pictures open(String input, long maxPixels) throws ConfigException, CommandFailedException {
        try {
            return tryOpen(input, maxPixels);
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static Pictures tryOpen(String input, long maxPixels)
            throws IOException, ConfigException, CommandFailedException {
        long ofClips = maxPixels == 0 ? Limits.USUAL_PIXELS : maxPixels;
        long ofPictures = maxPixels == 0 ? PictureFile.MAX_PIXELS : maxPixels;
        if (input.contains("://")) {
            return new Pictures(
                    "stream",
                    ClipReader.open(SourceUrl.parse(input, SourceUrl.FROM_FILE), CAMERA, ofClips),
                    List.of(),
                    ofPictures);
        }
        Path path = Path.of(input).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            List<Path> files = picturesIn(path);
            if (files.isEmpty()) {
                throw new CommandFailedException(
                        path + " holds no picture; " + String.join(", ", PICTURE_ENDINGS) + " are read");
            }
            return new Pictures(fileName(path), null, files, ofPictures);
        }
        if (!Files.isRegularFile(path)) {
            throw new CommandFailedException("no such file or folder: " + path);
        }
        return isPicture(path)
                ? new Pictures(fileName(path), null, List.of(path), ofPictures)
                : new Pictures(
                        fileName(path), ClipReader.open(SourceUrl.of(path), CAMERA, ofClips), List.of(), ofPictures);
    }

    private static List<Path> picturesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(Pictures::isPicture)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPicture(Path file) {
        String name = fileName(file);
        return PICTURE_ENDINGS.contains(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** The clip's or folder's name. */
    String name() {
        return name;
    }

    /** About how many there are; -1 if nobody knows. */
    long count() {
        return clip == null ? files.size() : clip.frames();
    }

    double framesPerSecond() {
        return clip == null ? FOLDER_FRAMES_PER_SECOND : clip.rate();
    }

    /** The name of the file that the picture of this number came from. */
    String source(long sequence) {
        return clip == null ? fileName(files.get((int) sequence)) : name;
    }

    /** The next picture, owned by the caller; a file that is no picture is skipped and remembered. */
    Optional<Picture> next() throws CommandFailedException {
        if (clip != null) {
            try {
                return clip.next();
            } catch (IOException e) {
                throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
            }
        }
        while (next < files.size()) {
            int sequence = next++;
            try {
                return Optional.of(PictureFile.read(files.get(sequence), CAMERA, sequence, maxPixels));
            } catch (IOException e) {
                unreadable.add(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** What of the input could not be analysed, a sentence each; with these, the analysis has failed. */
    List<String> unreadable() {
        List<String> all = new ArrayList<>(unreadable);
        if (clip != null) {
            clip.whyNone().ifPresent(all::add);
            clip.brokeOff().ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /** How many packets were bad and left out; 0 for pictures. */
    long badPackets() {
        return clip == null ? 0 : clip.corrupt();
    }

    @Override
    public void close() {
        if (clip != null) {
            clip.close();
        }
    }
}
