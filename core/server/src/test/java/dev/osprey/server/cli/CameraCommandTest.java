package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.ClipReader;
import dev.osprey.media.source.SourceUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class CameraCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    private int camera(String... options) throws IOException {
        Path clip = TestClip.h264(folder.resolve("clip.mp4"), 10);
        String[] arguments = new String[options.length + 3];
        arguments[0] = "camera";
        arguments[1] = clip.toString();
        arguments[2] = "--port=0";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Main.commandLine().setErr(new PrintWriter(said, true)).execute(arguments);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("password"), text).toString();
    }

    @Test
    void passwordFile_rightPassword_isAskedForAndNotPrinted() throws Exception {
        Path clip = TestClip.h264(folder.resolve("clip.mp4"), 25);
        PipedWriter out = new PipedWriter();
        BufferedReader lines = new BufferedReader(new PipedReader(out));
        CommandLine commands =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(said));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> ended = thread.submit(() -> commands.execute(
                    "camera", clip.toString(), "--port=0", "--user=joe", "--password-file", file("s3:cret@x\n")));
            String line = CompletableFuture.supplyAsync(() -> read(lines)).get(60, TimeUnit.SECONDS);
            assertThat(line).contains("rtsp://127.0.0.1:").doesNotContain("cret");
            String url = line.replaceFirst(".*(rtsp://\\S+).*", "$1");

            assertThat(opens(url.replace("rtsp://", "rtsp://joe:s3%3Acret%40x@")))
                    .isTrue();
            assertThatThrownBy(() -> opens(url.replace("rtsp://", "rtsp://joe:other@")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("401");
            assertThat(ended).isNotDone();
        } finally {
            thread.shutdownNow();
            assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean opens(String url) throws Exception {
        try (ClipReader reader = ClipReader.open(SourceUrl.parse(url, SourceUrl.FROM_FILE), "test")) {
            return reader.next().map(CameraCommandTest::release).isPresent();
        }
    }

    private static boolean release(Picture picture) {
        picture.release();
        return true;
    }

    @Test
    void passwordFile_withoutUser_isBadUsage() throws Exception {
        assertThat(camera("--password-file", file("secret"))).isEqualTo(2);
        assertThat(said.toString())
                .contains("--password-file needs --user USER")
                .doesNotContain("secret");
    }

    @Test
    void passwordFile_thatIsNotThere_saysSoAndFails() throws Exception {
        String missing = folder.resolve("missing").toString();
        assertThat(camera("--user", "joe", "--password-file", missing)).isEqualTo(1);
        assertThat(said.toString())
                .contains("osprey: the password cannot be read: " + missing + ": there is no such file")
                .doesNotContain("\tat ");
    }

    @Test
    void passwordFile_emptyOrOfSeveralLines_saysWhatItMustHoldAndNotWhatItHolds() throws Exception {
        for (String text : new String[] {"", "\n", "first\nsecond\n", "x".repeat(257)}) {
            said.getBuffer().setLength(0);
            assertThat(camera("--user", "joe", "--password-file", file(text))).isEqualTo(1);
            assertThat(said.toString())
                    .contains("must hold a password of 1 to 256 characters in one line")
                    .doesNotContain("first")
                    .doesNotContain("xxx")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void user_withoutPassword_isBadUsageWithoutTheWord() throws Exception {
        assertThat(camera("--user", "tops3cret")).isEqualTo(2);
        assertThat(said.toString()).contains("--user must be USER:PASSWORD").doesNotContain("tops3cret");
    }
}
