package dev.osprey.text;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The characters that a recogniser knows, in the order of its classes from class 1 on. */
final class Dictionary {
    /** Under which key of a model's metadata PP-OCR's exporters write the characters, one a line. */
    private static final String METADATA_KEY = "character";

    private static final String PROPERTY = "dictionary";
    private static final String SPACE = " ";

    private final List<String> lines;
    private final String origin;

    private Dictionary(List<String> lines, String origin) {
        this.lines = lines;
        this.origin = origin;
    }

    /**
     * From the file of the settings, else the model's metadata, else the file that the model's description names.
     *
     * @throws StageException CONFIG if there is none, or it cannot be read
     */
    static Dictionary of(@Nullable String file, OnnxModel model) throws StageException {
        if (file != null) {
            return read(Path.of(file));
        }
        if (model.metadata().get(METADATA_KEY).isPresent()) {
            return inside(model);
        }
        String beside = model.model().properties().get(PROPERTY);
        if (beside != null) {
            return read(model.model().file().resolveSibling(beside));
        }
        throw new StageException(
                StageException.Category.CONFIG,
                model + " does not say which characters it reads: set `dictionary` to the text file it was trained"
                        + " with, one character a line");
    }

    private static Dictionary inside(OnnxModel model) throws StageException {
        Path file = model.model().file();
        try {
            String text = MetadataFile.value(file, METADATA_KEY).orElse("");
            return new Dictionary(
                    withoutEmptyEnd(List.of(text.split("\r?\n", -1))), "the dictionary in the metadata of " + model);
        } catch (IOException e) {
            throw new StageException(
                    StageException.Category.CONFIG, "the metadata of " + file + " cannot be read: " + e, e);
        }
    }

    private static Dictionary read(Path file) throws StageException {
        try {
            return new Dictionary(withoutEmptyEnd(Files.readAllLines(file)), "the dictionary " + file);
        } catch (IOException e) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    "the dictionary " + file + " cannot be read: " + e + "; it must be text in UTF-8, one character a"
                            + " line",
                    e);
        }
    }

    /* A line of one space is a character; an empty one at the end is the end of the last line. */
    private static List<String> withoutEmptyEnd(List<String> lines) {
        List<String> kept = new ArrayList<>(lines);
        while (!kept.isEmpty() && kept.get(kept.size() - 1).isEmpty()) {
            kept.remove(kept.size() - 1);
        }
        return kept;
    }

    /**
     * The characters of classes 1, 2…: the dictionary's lines, and a space where the model has one class more.
     *
     * @throws StageException CONFIG if the model has another number of classes
     */
    List<String> characters(OnnxModel model, long classes) throws StageException {
        long own = lines.size() + 1L;
        if (classes == own) {
            return lines;
        }
        if (classes == own + 1) {
            List<String> spaced = new ArrayList<>(lines);
            spaced.add(SPACE);
            return spaced;
        }
        throw new StageException(
                StageException.Category.CONFIG,
                origin + " has " + lines.size() + " characters, which make " + own + " classes with the blank, or "
                        + (own + 1) + " with a space too; " + model + " has " + classes
                        + ": set `dictionary` to the text file it was trained with");
    }
}
