package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code analyze} says of clips and pictures that are not as they should be, and how it ends. */
class AnalyzeCommandTest {
    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void install() throws IOException {
        System.setProperty("osprey.home", home.toString());
        LookPlugin.install(home);
        Files.writeString(home.resolve("osprey.yaml"), "pipelines: {people: {stages: [{look: {}}]}}\n");
    }

    @AfterEach
    void restore() {
        System.clearProperty("osprey.home");
    }

    private int analyze(Path input, String... options) {
        CommandLine commands = Main.commandLine().setErr(new PrintWriter(said, true));
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "analyze",
                input.toString(),
                "--pipeline",
                "people",
                "--config",
                path("osprey.yaml").toString()));
        arguments.addAll(List.of(options));
        return commands.execute(arguments.toArray(String[]::new));
    }

    private Path path(String name) {
        return home.resolve(name);
    }

    private void assertNoStackTrace() {
        assertThat(said.toString()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void analyze_goodClip_findsSomethingInEachPictureAndIsDone() throws Exception {
        Path clip = TestClip.mjpeg(path("good.avi"), 4);
        assertThat(analyze(clip, "--json", path("out.jsonl").toString())).isZero();
        assertThat(said.toString()).contains("4 pictures in ").contains("{look=4}");
        assertThat(Files.readAllLines(path("out.jsonl")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"source\":\"good.avi\""));
    }

    @Test
    void analyze_fileThatIsNoClip_saysWhyInALineAndFails() throws Exception {
        Path clip = Files.writeString(path("notes.mp4"), "these are words, and no video");
        assertThat(analyze(clip)).isEqualTo(1);
        assertThat(said.toString().strip().lines())
                .singleElement()
                .asString()
                .startsWith("osprey: ")
                .contains("notes.mp4");
        assertNoStackTrace();
    }

    @Test
    void analyze_fileThatIsNotThere_saysSoAndFails() {
        assertThat(analyze(path("none.mp4"))).isEqualTo(1);
        assertThat(said.toString()).isEqualToIgnoringNewLines("osprey: no such file or folder: " + path("none.mp4"));
    }

    @Test
    void analyze_clipThatIsCutShort_saysWhyInALineAndFails() throws Exception {
        byte[] whole = Files.readAllBytes(TestClip.h264(path("whole.mp4"), 4));
        Path cut = Files.write(path("cut.mp4"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(analyze(cut)).isEqualTo(1);
        assertThat(said.toString()).contains("osprey: ").contains("cut.mp4");
        assertNoStackTrace();
    }

    @Test
    void analyze_someBadPackets_countsThemAndAnalysesTheRest() throws Exception {
        Path clip = TestClip.spoiled(TestClip.mjpeg(path("good.avi"), 8), 2, path("bad.avi"));
        assertThat(analyze(clip)).isZero();
        assertThat(said.toString())
                .contains("osprey: 2 packets of bad.avi were bad, and are left out")
                .contains("6 pictures in ");
        assertNoStackTrace();
    }

    @Test
    void analyze_oneBadPacket_isCountedInGoodEnglish() throws Exception {
        Path clip = TestClip.spoiled(TestClip.mjpeg(path("good.avi"), 3), 1, path("bad.avi"));
        assertThat(analyze(clip)).isZero();
        assertThat(said.toString()).contains("osprey: 1 packet of bad.avi was bad, and is left out");
    }

    @Test
    void analyze_noPacketThatCanBeDecoded_saysWhyThereIsNoPictureAndFails() throws Exception {
        Path clip = TestClip.spoiled(TestClip.mjpeg(path("good.avi"), 5), 5, path("bad.avi"));
        assertThat(analyze(clip)).isEqualTo(1);
        assertThat(said.toString())
                .contains("bad.avi gave no picture: of 5 packets of mjpeg none could be decoded")
                .contains("5 packets of bad.avi were bad")
                .contains("0 pictures in ");
        assertNoStackTrace();
    }

    @Test
    void analyze_pictureThatIsLargerThanAsked_saysTheLimitAndFails() throws Exception {
        Path clip = TestClip.mjpeg(path("good.avi"), 3);
        assertThat(analyze(clip, "--max-pixels", "10000")).isEqualTo(1);
        assertThat(said.toString())
                .contains("good.avi")
                .contains("160 x 96 = 15360 pixels")
                .contains("up to 10000 are taken");
        assertNoStackTrace();
    }

    @Test
    void analyze_folderWithAFileThatIsNoPicture_namesItAnalysesTheRestAndFails() throws Exception {
        Path folder = Files.createDirectories(path("shots"));
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        Files.writeString(folder.resolve("b.png"), "no picture");
        assertThat(analyze(folder)).isEqualTo(1);
        assertThat(said.toString()).contains("b.png").contains("1 pictures in ");
        assertNoStackTrace();
    }

    @Test
    void analyze_folderWithoutPictures_saysWhatIsRead() throws Exception {
        Path folder = Files.createDirectories(path("empty"));
        assertThat(analyze(folder)).isEqualTo(1);
        assertThat(said.toString()).contains("holds no picture").contains("png");
        assertNoStackTrace();
    }

    @Test
    void analyze_unknownPipeline_isBadUsage() throws Exception {
        Path clip = TestClip.mjpeg(path("good.avi"), 1);
        CommandLine commands = Main.commandLine().setErr(new PrintWriter(said, true));
        int status = commands.execute(
                "analyze",
                clip.toString(),
                "--pipeline",
                "poeple",
                "--config",
                path("osprey.yaml").toString());
        assertThat(status).isEqualTo(2);
        assertThat(said.toString()).contains("no pipeline 'poeple'").contains("people");
        assertNoStackTrace();
    }

    @Test
    void analyze_jsonThatCannotBeWritten_saysSoAndFails() throws Exception {
        Path clip = TestClip.mjpeg(path("good.avi"), 1);
        assertThat(analyze(clip, "--json", path("nowhere").resolve("out.jsonl").toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("out.jsonl: its folder does not exist");
        assertNoStackTrace();
    }
}
