package dev.osprey.server.cli.analyze;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.frame.Picture;
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
    private final List<String> unreadable = new ArrayList<>();
    private int next;

    private Pictures(String name, @Nullable ClipReader clip, List<Path> files) {
        this.name = name;
        this.clip = clip;
        this.files = files;
    }

    static Pictures open(String input) throws IOException, ConfigException, CommandFailedException {
        if (input.contains("://")) {
            return new Pictures(
                    "stream", ClipReader.open(SourceUrl.parse(input, SourceUrl.FROM_FILE), CAMERA), List.of());
        }
        Path path = Path.of(input).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            List<Path> files = picturesIn(path);
            if (files.isEmpty()) {
                throw new CommandFailedException(
                        path + " holds no picture; " + String.join(", ", PICTURE_ENDINGS) + " are read");
            }
            return new Pictures(fileName(path), null, files);
        }
        if (!Files.isRegularFile(path)) {
            throw new CommandFailedException("no such file or folder: " + path);
        }
        return isPicture(path)
                ? new Pictures(fileName(path), null, List.of(path))
                : new Pictures(fileName(path), ClipReader.open(path, CAMERA), List.of());
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
    Optional<Picture> next() throws IOException {
        if (clip != null) {
            return clip.next();
        }
        while (next < files.size()) {
            int sequence = next++;
            try {
                return Optional.of(PictureFile.read(files.get(sequence), CAMERA, sequence));
            } catch (IOException e) {
                unreadable.add(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        return Optional.empty();
    }

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public void close() {
        if (clip != null) {
            clip.close();
        }
    }
}
