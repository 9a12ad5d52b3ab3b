package dev.osprey.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.fetch.Hash;
import dev.osprey.models.fetch.Source;
import dev.osprey.models.onnx.OnnxBuilder;
import dev.osprey.models.tfjs.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBuildTest {
    private final List<String> log = new ArrayList<>();

    @TempDir
    Path temporary;

    private Path out;
    private Path jars;

    @BeforeEach
    void makeFolders() throws IOException {
        out = temporary.resolve("out");
        jars = Files.createDirectory(temporary.resolve("jars"));
    }

    @Test
    void run_firstTime_writesModelCatalogEntryAndDictionary() throws Exception {
        ModelBuild.Result result = build(recipes(model(), "dynamic"));
        assertThat(result).isEqualTo(new ModelBuild.Result(1, 1, 3));
        assertThat(names(out)).containsExactlyInAnyOrder("tiny.onnx", "tiny.json", "words.txt");
        JsonNode entry = new ObjectMapper().readTree(out.resolve("tiny.json").toFile());
        assertThat(entry.path("file").asText()).isEqualTo("tiny.onnx");
        assertThat(entry.path("sha256").asText()).isEqualTo(Hash.of(out.resolve("tiny.onnx")));
        assertThat(entry.path("labels").path(1).asText()).isEqualTo("b");
        assertThat(entry.path("properties").path("order").asText()).isEqualTo("RGB");
        assertThat(entry.path("companions").path("words.txt").asText()).isEqualTo(Hash.of(words()));
        assertThat(entry.path("inputs")).hasToString("[{\"name\":\"x\",\"type\":\"f32\",\"shape\":[-1,3]}]");
    }

    @Test
    void run_secondTime_makesAndWritesNothing() throws Exception {
        Recipes recipes = recipes(model(), "dynamic");
        build(recipes);
        log.clear();
        Files.delete(jars.resolve("tiny.jar"));
        assertThat(build(recipes)).isEqualTo(new ModelBuild.Result(1, 0, 0));
        assertThat(log).isEmpty();
    }

    @Test
    void run_afterClean_takesAllFromTheCache() throws Exception {
        Recipes recipes = recipes(model(), "dynamic");
        build(recipes);
        for (String name : names(out)) {
            Files.delete(out.resolve(name));
        }
        assertThat(build(recipes)).isEqualTo(new ModelBuild.Result(1, 0, 3));
    }

    @Test
    void run_outputChanged_isRestored() throws Exception {
        Recipes recipes = recipes(model(), "dynamic");
        build(recipes);
        Files.delete(out.resolve("words.txt"));
        Files.writeString(out.resolve("words.txt"), "other");
        assertThat(build(recipes)).isEqualTo(new ModelBuild.Result(1, 0, 1));
        assertThat(out.resolve("words.txt")).hasBinaryContent(words());
    }

    @Test
    void run_cacheChanged_makesTheModelAgain() throws Exception {
        Recipes recipes = recipes(model(), "dynamic");
        build(recipes);
        // In place, as a link: cache and output are one file.
        Files.writeString(out.resolve("tiny.onnx"), "broken");
        Files.delete(out.resolve("tiny.onnx"));
        assertThat(build(recipes)).isEqualTo(new ModelBuild.Result(1, 1, 1));
        assertThat(out.resolve("tiny.onnx")).hasBinaryContent(model());
    }

    @Test
    void run_recipeChanged_makesTheModelAgain() throws Exception {
        build(recipes(model(), "dynamic"));
        assertThat(build(recipes(model(), "1")).made()).isEqualTo(1);
        JsonNode entry = new ObjectMapper().readTree(out.resolve("tiny.json").toFile());
        assertThat(entry.path("batch").isInt()).isTrue();
    }

    @Test
    void run_modelThatNoRecipeMakes_isDeleted() throws Exception {
        Recipes recipes = recipes(model(), "dynamic");
        build(recipes);
        Files.writeString(out.resolve("old.onnx"), "");
        build(recipes);
        assertThat(names(out)).doesNotContain("old.onnx");
    }

    @Test
    void run_killedBuildsLeftovers_areDeleted() throws Exception {
        Path leftover = Files.createDirectories(temporary.resolve("cache/models/making-1"));
        build(recipes(model(), "dynamic"));
        assertThat(leftover).doesNotExist();
    }

    @Test
    void run_fileThatIsNoModel_namesTheModel() throws Exception {
        Recipes recipes = recipes("no model".getBytes(StandardCharsets.UTF_8), "dynamic");
        assertThatThrownBy(() -> build(recipes))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("ONNX Runtime refuses tiny");
    }

    @Test
    void run_batchMixesPictures_refusedWithNumbers() throws Exception {
        OnnxBuilder onnx = new OnnxBuilder("mixed");
        onnx.input("x", DType.FLOAT, -1, 3);
        String mean = onnx.op("ReduceMean", "x", onnx.int64s(0)).make();
        onnx.op("Add", "x", mean).to("y");
        onnx.output("y", DType.FLOAT);
        Recipes recipes = recipes(onnx.build(), "dynamic");
        assertThatThrownBy(() -> build(recipes))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("tiny, output y, picture 0 of 4, element 0: alone it is");
    }

    private ModelBuild.Result build(Recipes recipes) throws Exception {
        FetchModels.Arguments arguments =
                new FetchModels.Arguments(out, jars, temporary.resolve("cache"), "/nowhere/npm");
        return new ModelBuild(arguments, log::add).run(recipes);
    }

    private Recipes recipes(byte[] model, String batch) throws IOException {
        Path jar = jars.resolve("tiny.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("m/a.onnx"));
            zip.write(model);
            zip.putNextEntry(new ZipEntry("m/words.txt"));
            zip.write(words());
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("m/a.onnx", Hash.of(model));
        files.put("m/words.txt", Hash.of(words()));
        Recipe recipe = new Recipe(
                "tiny",
                "classify",
                "Doubles.",
                "tiny",
                Recipe.Format.ONNX,
                files,
                List.of(),
                batch,
                List.of("a", "b"),
                Map.of("order", "RGB"),
                "MIT",
                "made here",
                "",
                new Probe(List.of(1, 3), -1, 1, 1, 1));
        return new Recipes(
                Map.of("tiny", new Source(Source.Kind.JAR, "tiny.jar", Files.size(jar), Hash.of(jar))),
                List.of(recipe));
    }

    private static byte[] model() {
        OnnxBuilder onnx = new OnnxBuilder("tiny");
        onnx.input("x", DType.FLOAT, -1, 3);
        onnx.op("Mul", "x", onnx.scalar(2)).to("y");
        onnx.output("y", DType.FLOAT);
        return onnx.build();
    }

    private static byte[] words() {
        return "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
