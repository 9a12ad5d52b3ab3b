package dev.osprey.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.analysis.AnalysisJson;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Results that were once looked at and found right, kept as {@code src/test/resources/golden/NAME.json} in the form of
 * the live feed. {@code -Dgolden=update} rewrites the files; look at the difference before you commit it.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** An image's pixels are represented by the mean brightness of so many columns and rows of tiles. */
    private static final int TILES = 4;

    private Golden() {}

    /**
     * Compares with the golden file.
     *
     * @param outputs one for each picture
     * @throws AssertionError with each difference, or that there is no such file yet
     */
    public static void check(String name, List<Output> outputs, Tolerance tolerance) throws IOException {
        check(FOLDER, name, outputs, tolerance, "update".equals(System.getProperty("golden")));
    }

    static void check(Path folder, String name, List<Output> outputs, Tolerance tolerance, boolean update)
            throws IOException {
        Path file = folder.resolve(name + ".json");
        JsonNode actual = write(outputs);
        if (update) {
            Files.createDirectories(folder);
            Files.writeString(file, JSON.writeValueAsString(actual) + "\n");
            return;
        }
        if (!Files.exists(file)) {
            throw new AssertionError("there are no golden results " + file
                    + " yet: run this test with -Dgolden=update, look at the file, and commit it");
        }
        List<String> differences = Differences.between(JSON.readTree(file.toFile()), actual, tolerance);
        if (!differences.isEmpty()) {
            throw new AssertionError("results differ from " + file
                    + " (if the new ones are right, run with -Dgolden=update):\n" + String.join("\n", differences));
        }
    }

    /** Results as in the live feed, one array for each output. */
    static ArrayNode write(List<Output> outputs) {
        ArrayNode all = JSON.createArrayNode();
        for (Output output : outputs) {
            ArrayNode findings = AnalysisJson.writeFindings(
                    output.results().stream().map(Finding::of).toList());
            for (int i = 0; i < findings.size(); i++) {
                if (output.results().get(i) instanceof Result.Image image) {
                    addTiles((ObjectNode) findings.get(i), image);
                }
            }
            all.add(findings);
        }
        return all;
    }

    private static void addTiles(ObjectNode node, Result.Image image) {
        ArrayNode tiles = node.putArray("tiles");
        for (int row = 0; row < TILES; row++) {
            for (int column = 0; column < TILES; column++) {
                tiles.add(Math.round(10 * brightness(image, column, row)) / 10.0);
            }
        }
    }

    private static double brightness(Result.Image image, int column, int row) {
        int left = column * image.width() / TILES;
        int right = (column + 1) * image.width() / TILES;
        int top = row * image.height() / TILES;
        int bottom = (row + 1) * image.height() / TILES;
        byte[] pixels = ImagePixels.of(image);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int i = (y * image.width() + left) * 3; i < (y * image.width() + right) * 3; i++) {
                sum += pixels[i] & 0xff;
            }
        }
        return (double) sum / Math.max(1, (right - left) * (bottom - top) * 3);
    }
}
