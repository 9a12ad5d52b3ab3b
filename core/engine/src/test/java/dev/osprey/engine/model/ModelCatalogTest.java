package dev.osprey.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.ConfigException;
import dev.osprey.spi.Model;
import dev.osprey.spi.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    private Path models;

    @BeforeEach
    void writeCatalog() throws Exception {
        models = Files.createDirectory(folder.resolve("models"));
        Files.writeString(
                models.resolve("nanodet.json"),
                "{\"name\":\"nanodet\",\"file\":\"nanodet.onnx\",\"sha256\":\"" + OF_NOTHING + "\",\"task\":\"detect\","
                        + "\"labels\":[\"person\"],\"properties\":{\"layout\":\"nanodet\"},\"batch\":\"any\"}");
        Files.createFile(models.resolve("nanodet.onnx"));
        Files.writeString(models.resolve("pose.json"), "{\"name\":\"pose\"}");
    }

    @Test
    void find_name_givesTheCatalogsEntry() throws Exception {
        ModelCatalog catalog = ModelCatalog.read(models);
        Model model = catalog.find("nanodet");
        assertThat(model.file()).isEqualTo(models.resolve("nanodet.onnx"));
        assertThat(model.task()).isEqualTo("detect");
        assertThat(model.labels()).containsExactly("person");
        assertThat(model.properties()).containsEntry("layout", "nanodet");
        assertThat(catalog.list()).extracting(Model::name).containsExactly("nanodet", "pose");
    }

    @Test
    void find_fileReplaced_hasAnotherHash() throws Exception {
        ModelCatalog catalog = ModelCatalog.read(models, folder);
        Path file = Files.createFile(folder.resolve("mine.onnx"));
        assertThat(catalog.find(file.toString()).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        Files.writeString(file, "abc");
        assertThat(catalog.find(file.toString()).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void find_unknownNameOrMissingFile_isSaidInWords() throws Exception {
        ModelCatalog catalog = ModelCatalog.read(models);
        assertThatThrownBy(() -> catalog.find("nanodat"))
                .isInstanceOfSatisfying(
                        StageException.class, e -> assertThat(e.category()).isEqualTo(StageException.Category.CONFIG))
                .hasMessage("unknown model 'nanodat'; did you mean 'nanodet'? Known: nanodet, pose."
                        + " A file's path ends in .onnx");
        assertThatThrownBy(() -> catalog.find("pose")).hasMessageContaining("pose.onnx is missing");
        assertThatThrownBy(() -> catalog.find("other/x.onnx")).hasMessageContaining("there is no model file");
    }

    @Test
    void find_nameWhoseFileWasAltered_isRefusedWithBothHashes() throws Exception {
        ModelCatalog catalog = ModelCatalog.read(models);
        assertThat(catalog.find("nanodet").name()).isEqualTo("nanodet");
        Files.writeString(models.resolve("nanodet.onnx"), "altered");
        assertThatThrownBy(() -> catalog.find("nanodet"))
                .isInstanceOfSatisfying(
                        StageException.class, e -> assertThat(e.category()).isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining("nanodet.onnx is not the one that the catalog describes")
                .hasMessageContaining(OF_NOTHING)
                .hasMessageContaining("4aa009153649a0a7c1425387f3da9c72330ad069ea9f69ce1640abe46f92a83b")
                .hasMessageContaining("Build again");
    }

    @Test
    void find_nameWhoseDictionaryWasAltered_isRefused() throws Exception {
        Files.createFile(models.resolve("read.onnx"));
        Files.writeString(models.resolve("keys.txt"), "altered");
        Files.writeString(
                models.resolve("read.json"),
                "{\"name\":\"read\",\"companions\":{\"keys.txt\":\"" + OF_NOTHING + "\"}}");
        assertThatThrownBy(() -> ModelCatalog.read(models).find("read"))
                .hasMessageContaining("keys.txt is not the one");
    }

    @Test
    void find_pathOfAnAlteredFileOfTheCatalog_isTakenAsItIs() throws Exception {
        Files.writeString(models.resolve("nanodet.onnx"), "mine");
        assertThat(ModelCatalog.read(models, folder).find("models/nanodet.onnx").task())
                .isEqualTo("detect");
    }

    @Test
    void find_path_isRelativeToTheConfigurationAndReadsTheFileBesideIt() throws Exception {
        Files.createFile(folder.resolve("mine.onnx"));
        ModelCatalog catalog = ModelCatalog.read(models, folder);
        assertThat(catalog.find("mine.onnx").labels()).isEmpty();
        Files.writeString(folder.resolve("mine.json"), "{\"labels\":[\"cat\",\"dog\"]}");
        assertThat(catalog.find("mine.onnx").labels()).containsExactly("cat", "dog");
        assertThat(catalog.find("./models/nanodet.onnx").name()).isEqualTo("nanodet");
    }

    @Test
    void read_badEntries_areAllNamed() throws Exception {
        Files.writeString(models.resolve("broken.json"), "{");
        Files.writeString(models.resolve("nameless.json"), "{}");
        assertThatThrownBy(() -> ModelCatalog.read(models))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("broken.json")
                .hasMessageContaining("nameless.json: needs 'name'");
    }

    @Test
    void read_missingFolder_isAnEmptyCatalog() throws Exception {
        assertThat(ModelCatalog.read(folder.resolve("nowhere")).list()).isEqualTo(List.of());
    }
}
