package dev.osprey.server.cli;

import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a clip on a loop as an RTSP camera. */
@Command(
        name = "camera",
        description = "Serves a clip on a loop as an RTSP camera, under any path, until it is stopped.",
        mixinStandardHelpOptions = true)
final class CameraCommand implements Callable<Integer> {
    private static final int MAX_PASSWORD = 256;

    @Parameters(paramLabel = "FILE", description = "An H.264 clip, such as an .mp4.")
    Path clip;

    @Option(names = "--port", defaultValue = "8554", description = "0 for any free one (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where to listen (default: ${DEFAULT-VALUE}).")
    String host;

    @Option(names = "--user", paramLabel = "USER:PASSWORD", description = "Asks clients for this login (Digest).")
    @Nullable
    String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password of --user, which then is a user alone: what stands in a command line, all"
                    + " users of the machine can read.")
    @Nullable
    Path passwordFile;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RtspCamera.Builder builder = RtspCamera.serving(clip).host(host).port(port);
        if (user != null) {
            login(builder, user);
        } else if (passwordFile != null) {
            throw new ParameterException(spec.commandLine(), "--password-file needs --user USER");
        }
        try (RtspCamera camera = builder.start()) {
            spec.commandLine()
                    .getOut()
                    .println("Serving " + clip + " at " + camera.url("camera") + " (any path); Ctrl-C ends.");
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        return 0;
    }

    private void login(RtspCamera.Builder builder, String login) throws CommandFailedException {
        if (passwordFile != null) {
            builder.user(login, password(passwordFile));
            return;
        }
        int colon = login.indexOf(':');
        if (colon < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--user must be USER:PASSWORD, got no colon; write --user admin --password-file FILE");
        }
        builder.user(login.substring(0, colon), login.substring(colon + 1));
    }

    /** The file's text without the end of its line. */
    private static String password(Path file) throws CommandFailedException {
        try {
            String password = Files.readString(file).replaceFirst("\\R\\z", "");
            if (password.isEmpty() || password.length() > MAX_PASSWORD || password.contains("\n")) {
                throw new CommandFailedException(
                        file + " must hold a password of 1 to " + MAX_PASSWORD + " characters in one line");
            }
            return password;
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("the password cannot be read: " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new CommandFailedException("the password cannot be read: " + e, e);
        }
    }
}
