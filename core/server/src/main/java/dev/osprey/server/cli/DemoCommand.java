package dev.osprey.server.cli;

import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.Home;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the four demo clips as RTSP cameras, and runs the server on them. */
@Command(
        name = "demo",
        description = "Serves the demo clips as RTSP cameras and runs the server on them (config/osprey.yaml).",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** In the order of their ports, as config/osprey.yaml names them. */
    private static final List<String> CLIPS = List.of("hall", "faces", "hand", "signs");

    private static final int FIRST_PORT = 8554;

    @Option(names = "--with-parent", hidden = true, description = "Ends when the process that started this one ends.")
    boolean withParent;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Home home = Home.locate();
        Serving serving = new Serving();
        Deque<RtspCamera> cameras = new ArrayDeque<>();
        try {
            for (String clip : CLIPS) {
                cameras.push(RtspCamera.serving(home.demoClips().resolve(clip + ".mp4"))
                        .port(FIRST_PORT + cameras.size())
                        .start());
            }
            if (withParent) {
                ParentWatch.start(serving::end);
            }
            serving.serve(home, home.defaultConfig(), spec.commandLine().getOut());
            return 0;
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            cameras.forEach(RtspCamera::close);
        }
    }
}
