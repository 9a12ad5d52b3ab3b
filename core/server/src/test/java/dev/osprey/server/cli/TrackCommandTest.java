package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrackCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** One that walks to the right, one that stands and is found with doubt from the third frame on. */
    private String detections() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int frame = 1; frame <= 5; frame++) {
            text.append(frame).append(",-1,").append(10 * frame).append(",0,50,100,0.9,-1,-1,-1\n");
            text.append(frame)
                    .append(",-1,300,0,50,100,")
                    .append(frame < 3 ? 0.8 : 0.3)
                    .append(",-1,-1,-1\n");
        }
        return file("det.txt", text.toString());
    }

    private String truth() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int frame = 1; frame <= 5; frame++) {
            text.append(frame).append(",4,").append(10 * frame).append(",0,50,100,1,1,1\n");
            text.append(frame).append(",9,300,0,50,100,1,1,1\n");
        }
        return file("gt.txt", text.toString());
    }

    @Test
    void track_detections_writesThemWithIdentities() throws IOException {
        Path tracks = folder.resolve("out.txt");
        assertThat(run("track", detections(), "--fps", "10", "--size", "640x480", "--out", tracks.toString()))
                .isZero();
        assertThat(Files.readAllLines(tracks))
                .hasSize(8)
                .startsWith(
                        "2,1,20.00,0.00,50.00,100.00,0.9000,-1,-1,-1", "2,2,300.00,0.00,50.00,100.00,0.8000,-1,-1,-1")
                .endsWith(
                        "5,1,50.00,0.00,50.00,100.00,0.9000,-1,-1,-1", "5,2,300.00,0.00,50.00,100.00,0.3000,-1,-1,-1");
    }

    @Test
    void track_withTruth_saysHowWellItDid() throws IOException {
        assertThat(run("track", detections(), "--truth", truth())).isZero();
        assertThat(out)
                .asString()
                .startsWith("MOTA 80.0  IDF1 88.9  switches 0  misses 2  false 0  recall 80.0  precision 100.0");
    }

    @Test
    void track_asIs_scoresWhatIsThere() throws IOException {
        assertThat(run("track", truth(), "--as-is", "--truth", truth())).isZero();
        assertThat(out).asString().startsWith("MOTA 100.0  IDF1 100.0  switches 0");
    }

    @Test
    void track_nothingToDo_isBadUsage() throws IOException {
        assertThat(run("track", detections())).isEqualTo(2);
        assertThat(err).asString().contains("--out FILE writes the tracks, --truth FILE scores them");
        assertThat(run("track", detections(), "--as-is", "--out", "x")).isEqualTo(2);
        assertThat(run("track", detections(), "--fps", "0", "--out", "x")).isEqualTo(2);
        assertThat(err).asString().contains("--fps must be above 0 and at most 1000, got 0.0");
        assertThat(run("track", detections(), "--size", "wide", "--out", "x")).isEqualTo(2);
        assertThat(err).asString().contains("--size must be width and height in pixels, such as 1920x1080, got wide");
    }

    @Test
    void track_fileIsWrong_saysWhere() throws IOException {
        assertThat(run("track", file("bad.txt", "1,-1,1,1,1,1,1\n2,-1,x,1,1,1,1\n"), "--out", "-"))
                .isEqualTo(1);
        assertThat(err).asString().contains("bad.txt, line 2: column 3 must be a number, got 'x'");
        assertThat(run("track", folder.resolve("none.txt").toString(), "--out", "-"))
                .isEqualTo(1);
        assertThat(err).asString().contains("there is no file " + folder.resolve("none.txt"));
        assertThat(run("track", file("acf.txt", "1,-1,1,1,1,1,57.3\n"), "--out", "-"))
                .isEqualTo(1);
        assertThat(err).asString().contains("a confidence must be 0 to 1, or -1 for none, got 57.3 in frame 1");
    }
}
