package dev.osprey.server.cli;

import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a clip on a loop as an RTSP camera. */
@Command(
        name = "camera",
        description = "Serves a clip on a loop as an RTSP camera, under any path, until it is stopped.",
        mixinStandardHelpOptions = true)
final class CameraCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "An H.264 clip, such as an .mp4.")
    Path clip;

    @Option(names = "--port", defaultValue = "8554", description = "0 for any free one (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where to listen (default: ${DEFAULT-VALUE}).")
    String host;

    @Option(names = "--user", paramLabel = "USER:PASSWORD", description = "Asks clients for this login (Digest).")
    @Nullable
    String user;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RtspCamera.Builder builder = RtspCamera.serving(clip).host(host).port(port);
        if (user != null) {
            int colon = user.indexOf(':');
            if (colon < 1) {
                throw new picocli.CommandLine.ParameterException(
                        spec.commandLine(), "--user must be USER:PASSWORD, got no colon; write --user admin:secret");
            }
            builder.user(user.substring(0, colon), user.substring(colon + 1));
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
}
