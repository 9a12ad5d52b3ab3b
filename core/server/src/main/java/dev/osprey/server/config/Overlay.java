package dev.osprey.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What page and API changed: {@code overlay.json} in the data folder, readable by its owner only. A value of null
 * removes what the file has; a camera without a source of its own changes the file's camera, key by key. Immutable.
 */
final class Overlay {
    static final String FILE_NAME = "overlay.json";
    static final String CAMERAS = "cameras";
    static final String PIPELINES = "pipelines";

    /* Beside those, zones and lines: by camera, then by name. */

    /** Of the file, written or read. */
    static final long MAX_BYTES = 4 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode root;

    private Overlay(ObjectNode root) {
        this.root = root;
    }

    static Overlay empty() {
        return new Overlay(JsonNodeFactory.instance.objectNode());
    }

    static Overlay read(Path file) throws ConfigException {
        try {
            if (!Files.exists(file)) {
                return empty();
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(
                        "", file + " must be at most " + MAX_BYTES + " bytes, but has " + Files.size(file));
            }
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            if (tree instanceof ObjectNode object && sound(object)) {
                return new Overlay(object);
            }
            throw new ConfigException("", damaged(file));
        } catch (JsonProcessingException e) {
            throw new ConfigException("", damaged(file));
        } catch (IOException e) {
            throw new ConfigException("", file + " cannot be read: " + e);
        }
    }

    private static String damaged(Path file) {
        return file + " is damaged: it should hold what was changed through page and API, as JSON";
    }

    private static boolean sound(ObjectNode object) {
        for (String part : List.of(CAMERAS, PIPELINES, ShapeKind.ZONES.key(), ShapeKind.LINES.key())) {
            if (object.has(part) && !object.get(part).isObject()) {
                return false;
            }
        }
        return true;
    }

    ObjectNode part(String part) {
        return root.get(part) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** @param value null node: removed from what the file has */
    Overlay with(String part, String name, JsonNode value) {
        ObjectNode copy = root.deepCopy();
        ((ObjectNode) (copy.has(part) ? copy.get(part) : copy.putObject(part))).set(name, value);
        return new Overlay(copy);
    }

    /** As the file has it again. */
    Overlay without(String part, String name) {
        ObjectNode copy = root.deepCopy();
        if (copy.get(part) instanceof ObjectNode object) {
            object.remove(name);
        }
        return new Overlay(copy);
    }

    /** @param value null node: removed from what the camera has otherwise */
    Overlay withShape(ShapeKind kind, String camera, String name, JsonNode value) {
        ObjectNode copy = root.deepCopy();
        copy.withObject("/" + kind.key()).withObject("/" + camera).set(name, value);
        return new Overlay(copy);
    }

    /** As the camera has it otherwise again. */
    Overlay withoutShape(ShapeKind kind, String camera, String name) {
        ObjectNode copy = root.deepCopy();
        if (copy.path(kind.key()) instanceof ObjectNode cameras && cameras.path(camera) instanceof ObjectNode shapes) {
            shapes.remove(name);
            if (shapes.isEmpty()) {
                cameras.remove(camera);
            }
            if (cameras.isEmpty()) {
                copy.remove(kind.key());
            }
        }
        return new Overlay(copy);
    }

    /** Without all that was drawn on the camera's picture. */
    Overlay withoutShapes(String camera) {
        Overlay fewer = this;
        for (ShapeKind kind : ShapeKind.values()) {
            for (String name : shapes(kind, camera)) {
                fewer = fewer.withoutShape(kind, camera, name);
            }
        }
        return fewer;
    }

    /** The names of those that are changed or removed. */
    List<String> shapes(ShapeKind kind, String camera) {
        List<String> names = new ArrayList<>();
        part(kind.key()).path(camera).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Without what changes or removes something that the file does not have any more. */
    Overlay withoutOrphans(JsonNode file) {
        ObjectNode copy = root.deepCopy();
        for (String part : List.of(CAMERAS, PIPELINES)) {
            if (copy.get(part) instanceof ObjectNode entries) {
                entries.properties()
                        .removeIf(
                                entry -> !file.path(part).has(entry.getKey()) && !standsAlone(part, entry.getValue()));
            }
        }
        return new Overlay(copy).withoutOrphanShapes(file);
    }

    private Overlay withoutOrphanShapes(JsonNode file) {
        Overlay kept = this;
        for (ShapeKind kind : ShapeKind.values()) {
            for (String camera : names(kind.key())) {
                JsonNode own = part(CAMERAS).path(camera);
                JsonNode inFile = file.path(CAMERAS).path(camera);
                boolean gone = own.isMissingNode() && inFile.isMissingNode();
                for (String name : shapes(kind, camera)) {
                    boolean removesNothing =
                            part(kind.key()).path(camera).path(name).isNull()
                                    && !inFile.path(kind.key()).has(name)
                                    && !own.path(kind.key()).has(name);
                    if (gone || removesNothing) {
                        kept = kept.withoutShape(kind, camera, name);
                    }
                }
            }
        }
        return kept;
    }

    /** As it is written. */
    byte[] bytes() throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    List<String> names(String part) {
        List<String> names = new ArrayList<>();
        part(part).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean standsAlone(String part, JsonNode value) {
        return part.equals(PIPELINES) ? !value.isNull() : value.hasNonNull("source") || value.hasNonNull("streams");
    }

    /** Writes beside the file first, so that a crash leaves the old or the new one whole. */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                FILE_NAME,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, bytes());
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Overlay overlay && overlay.root.equals(root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }
}
