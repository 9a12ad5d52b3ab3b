package dev.osprey.testkit;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host gives a stage, in a test: the CPU, four lanes, and the models of a folder.
 *
 * @param device where models run
 * @param lanes the most calls at once
 * @param models the folder of the catalog; {@link #of} takes the one that the build fills, or {@code -Dmodels.dir}
 * @param logger what the stage logs to
 */
public record TestContext(Device device, int lanes, Path models, System.Logger logger) implements StageContext {
    private static final int LANES = 4;

    /** The usual context of a stage with this name. */
    public static TestContext of(String stage) {
        String folder = System.getProperty("models.dir", "");
        return new TestContext(
                Device.CPU,
                LANES,
                folder.isEmpty() ? Path.of("..", "models", "target", "models") : Path.of(folder),
                System.getLogger("stage." + stage));
    }

    @Override
    public Model model(String nameOrPath) throws StageException {
        if (!Files.isDirectory(models)) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    "there is no folder of models " + models.toAbsolutePath().normalize() + " to find " + nameOrPath
                            + " in: build plugins/models first, or name another one by -Dmodels.dir");
        }
        try {
            return ModelCatalog.read(models).find(nameOrPath);
        } catch (ConfigException e) {
            throw new StageException(StageException.Category.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }
}
