package dev.osprey.server.cli.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import dev.osprey.server.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NewStageTest {
    @TempDir
    Path folder;

    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void makeHome() throws IOException {
        home = folder.resolve("os prey");
        Path template = home.resolve("sdk/template");
        write(template.resolve("pom.xml"), "<u>file://${project.basedir}/..</u><a>sample</a><g>com.example.sample</g>");
        write(template.resolve("src/main/java/com/example/sample/SampleFactory.java"), "package com.example.sample;");
        write(template.resolve("src/test/resources/golden/sample.json"), "[]");
        write(template.resolve("target/left.txt"), "sample");
        System.setProperty("osprey.home", home.toString());
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty("osprey.home");
    }

    @Test
    void newStage_emptyFolder_writesTheTemplateUnderItsNames() throws IOException {
        Path project = folder.resolve("work/red-light");

        int code = run("red-light", "--package", "org.sample.lights", "--out", project.toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(files(project))
                .containsExactly(
                        "pom.xml",
                        "src/main/java/org/sample/lights/RedLightFactory.java",
                        "src/test/resources/golden/red-light.json");
        assertThat(project.resolve("pom.xml"))
                .content()
                .contains("<a>red-light</a>", "<g>org.sample.lights</g>")
                .contains("<u>" + home.resolve("sdk").toUri().toString().replaceAll("/$", "") + "</u>");
        assertThat(out.toString()).contains("cd " + project, "mvn verify", "- red-light: {}");
    }

    @Test
    void newStage_folderInUse_isRefusedAndLeftAlone() throws IOException {
        Path project = folder.resolve("red-light");
        write(project.resolve("mine.txt"), "mine");

        int code = run("red-light", "--out", project.toString());

        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("is there already and not empty", "--out");
        assertThat(files(project)).containsExactly("mine.txt");
    }

    @Test
    void newStage_badName_isRefusedBeforeAnythingIsWritten() throws IOException {
        int code = run("Red Light", "--out", folder.resolve("x").toString());

        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("got 'Red Light'");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void newStage_nameOfAPluginThereIs_isRefused() throws IOException {
        Files.createDirectories(home.resolve("plugins/detect"));

        assertThat(run("detect", "--out", folder.resolve("x").toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("there is a plugin 'detect' already");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void newStage_noSdk_saysSo() throws IOException {
        Files.delete(home.resolve("sdk/template/pom.xml"));

        assertThat(run("red")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("there is no SDK in " + home.resolve("sdk"));
    }

    @Test
    void newStage_onnxThatIsNoModel_isRefusedInWords() throws IOException {
        write(home.resolve("sdk/template-onnx/pom.xml"), "");
        Path model = folder.resolve("junk.onnx");
        write(model, "no model");

        int code = run(
                "red", "--onnx", model.toString(), "--out", folder.resolve("x").toString());

        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--onnx " + model + " cannot be loaded");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void help_saysWhatIsWrittenAndWhatComesNext() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--onnx", "--package", "--out", "mvn verify", "osprey new-stage plates");
    }

    @Test
    void properties_planarFloats_areFractions() {
        assertThat(properties(OnnxJavaType.FLOAT, 1, 3, 640, 640))
                .isEqualTo(Map.of("order", "RGB", "mean", "0", "std", "255", "fit", "stretch"));
    }

    @Test
    void properties_interleavedBytesOfOpenSize_askForASize() {
        assertThat(properties(OnnxJavaType.UINT8, -1, -1, -1, 1))
                .containsEntry("order", "GREY")
                .containsEntry("std", "1")
                .containsKey("size");
    }

    @Test
    void properties_noPicture_isRefusedWithTheShape() {
        assertThatThrownBy(() -> properties(OnnxJavaType.FLOAT, 1, 128))
                .hasMessageContaining("takes x")
                .hasMessageContaining("[N,C,H,W] or [N,H,W,C]");
    }

    @Test
    void printable_nameThatWouldEndAComment_isHarmless() {
        assertThat(ModelSummary.printable("/model.22/Concat_0")).isEqualTo("/model.22/Concat_0");
        assertThat(ModelSummary.printable("*/ \\u002a {@x} <b>")).doesNotContain("*/", "\\", "@", "<");
    }

    private static Map<String, String> properties(OnnxJavaType type, long... shape) {
        return ModelSummary.properties(shape, type, List.of("x"));
    }

    private int run(String... arguments) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(
                Stream.concat(Stream.of("new-stage"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
