package dev.osprey.models;

import dev.osprey.models.fetch.FetchException;
import dev.osprey.models.tfjs.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The build step that fills a folder with the default models: fetched, checked, converted, described. */
public final class FetchModels {
    private static final String USAGE =
            """
            Usage: FetchModels --out DIR --jars DIR [--cache DIR] [--npm COMMAND]

            Fills a folder with the default models, NAME.onnx and its catalog entry NAME.json: fetches
            packages by name and version, checks their SHA-256, converts TensorFlow.js models to ONNX,
            compares each with recorded reference outputs. What is in the cache is not made again.

              --out DIR      the folder to fill
              --jars DIR     where the build has put the Maven artifacts with models
              --cache DIR    where sources and finished models are kept
                             (~/.cache/osprey/models; a build sets it by -Dosprey.models.cache=DIR)
              --npm COMMAND  how npm is called (npm)
              --help         this text

            Exit codes: 0 done, 1 failed, 2 bad usage
            """;

    private FetchModels() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Does what the arguments say and returns the exit code. */
    static int run(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        Arguments parsed;
        try {
            parsed = Arguments.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("models: " + e.getMessage() + "\n\n" + USAGE);
            return 2;
        }
        long start = System.nanoTime();
        try {
            ModelBuild.Result result =
                    new ModelBuild(parsed, line -> System.out.println("models: " + line)).run(Recipes.load());
            String seconds = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
            System.out.println("models: "
                    + (result.changed() == 0
                            ? result.models() + " models up to date in " + parsed.out()
                            : result.made() + " of " + result.models() + " models made, " + result.changed()
                                    + " files written to " + parsed.out())
                    + " (" + seconds + ")");
            return 0;
        } catch (FetchException | ModelFormatException | CheckException e) {
            System.err.println("models: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("models: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("models: interrupted; build again to go on");
        }
        return 1;
    }

    /** What the command line says. */
    record Arguments(Path out, Path jars, Path cache, String npm) {
        static Arguments parse(String... arguments) {
            String out = "";
            String jars = "";
            String cache = "";
            String npm = "npm";
            for (int i = 0; i < arguments.length; i += 2) {
                String option = arguments[i];
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(option + " needs a value");
                }
                String value = arguments[i + 1];
                switch (option) {
                    case "--out" -> out = value;
                    case "--jars" -> jars = value;
                    case "--cache" -> cache = value;
                    case "--npm" -> npm = value;
                    default -> throw new IllegalArgumentException(
                            "unknown option " + option + ", there are --out, --jars, --cache, --npm, --help");
                }
            }
            if (out.isEmpty() || jars.isEmpty()) {
                throw new IllegalArgumentException("--out and --jars must be given");
            }
            Path kept = cache.isEmpty()
                    ? Path.of(System.getProperty("user.home"), ".cache", "osprey", "models")
                    : Path.of(cache);
            return new Arguments(Path.of(out), Path.of(jars), kept.toAbsolutePath(), npm);
        }
    }
}
