package dev.osprey.server.cli.sdk;

import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a project for a stage of one's own, ready to build. */
@Command(
        name = "new-stage",
        description =
                "Writes a Maven project for a stage of your own: factory, stage, manifest, and a test that holds it"
                        + " to the rules that every stage keeps. It builds as it is.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  osprey new-stage red-light",
            "  osprey new-stage plates --onnx plates.onnx --out work/plates",
            "",
            "Then, in the project: mvn verify. Its README says what is where; docs/plugin-guide.md has the rest."
        })
public final class NewStageCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = "The stage's name in a pipeline: lower case letters, digits and dashes, such as red-light.")
    String name = "";

    @Option(
            names = "--onnx",
            paramLabel = "MODEL",
            description = "An ONNX model that takes a picture: the stage runs it, and the project names what it takes"
                    + " and gives. The file is copied; a .json beside it, too.")
    @Nullable
    Path onnx;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "The Java package (default: com.example. and the name without dashes).")
    @Nullable
    String packageName;

    @Option(names = "--out", paramLabel = "DIR", description = "The project's folder (default: ./NAME).")
    @Nullable
    Path out;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailedException {
        Home home = Home.locate();
        Template template = onnx == null ? Template.PLAIN : Template.ONNX;
        if (!template.isIn(home.sdk())) {
            throw new CommandFailedException(
                    "there is no SDK in " + home.sdk() + ": take a whole distribution, or build one");
        }
        try {
            StageName stage = StageName.of(name, packageName);
            Path folder = (out == null ? Path.of(name) : out).toAbsolutePath().normalize();
            refuseIfTaken(home.plugins());
            Project project = Project.of(template, home.sdk(), stage, onnx);
            List<String> files = project.write(folder);
            report(folder, files, project);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailedException("the project could not be written: " + e, e);
        }
    }

    /** Two plugins with a stage of one name are refused by the server: better said now. */
    private void refuseIfTaken(Path plugins) {
        if (Files.isDirectory(plugins.resolve(name))) {
            throw new IllegalArgumentException(
                    "there is a plugin '" + name + "' already, in " + plugins + "; use another name");
        }
    }

    private void report(Path folder, List<String> files, Project project) {
        PrintWriter print = spec.commandLine().getOut();
        print.println("Wrote " + files.size() + " files to " + folder + ":");
        files.forEach(file -> print.println("  " + file));
        project.model().ifPresent(model -> {
            model.inputs().forEach(input -> print.println("The model takes " + input));
            model.outputs().forEach(output -> print.println("The model gives " + output));
            if (model.properties().containsKey("size")) {
                print.println("It leaves its size open: models/" + name + ".json says "
                        + model.properties().get("size") + ", put in the one that it was trained with");
            }
        });
        print.println();
        print.println("Next:");
        print.println("  cd " + folder);
        print.println("  mvn verify" + (onnx == null ? "" : " -Dgolden=update     # later without: compares"));
        print.println("  cp -r target/plugins/" + name + " " + Home.locate().plugins() + "/");
        if (onnx != null) {
            print.println("  cp models/" + name + ".* " + Home.locate().models() + "/");
        }
        print.println("and, when the server has been started again, a pipeline can say `- " + name + ": {}`.");
        print.flush();
    }
}
