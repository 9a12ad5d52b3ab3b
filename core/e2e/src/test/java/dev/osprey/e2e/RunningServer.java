package dev.osprey.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A camera that serves the hall clip, and a server that watches it; each on a port of its own. */
final class RunningServer implements AutoCloseable {
    static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

    final Launched camera;
    final Launched server;
    final int cameraPort;
    final String oneTimeAddress;
    final Api api;

    RunningServer(Path folder) throws IOException, InterruptedException {
        this(
                folder,
                OwnHome.SHIPPED,
                """
                      - motion: {}
                      - detect: {model: nanodet, labels: [person], score: 0.4}
                        when: motion
                """);
    }

    /** @param stages of the one pipeline, in YAML */
    RunningServer(Path folder, OwnHome home, String stages) throws IOException, InterruptedException {
        camera = camera(0);
        cameraPort = Integer.parseInt(camera.awaitLine("rtsp://127\\.0\\.0\\.1:(\\d+)", STARTED_WITHIN)
                .group(1));
        Path config = folder.resolve("osprey.yaml");
        Files.writeString(
                config,
                """
                server: {listen: 127.0.0.1:0, sources: {allow: [127.0.0.1]}}
                cameras:
                  hall: {source: "rtsp://127.0.0.1:%d/hall", pipeline: people}
                pipelines:
                  people:
                    stages:
                """
                                .formatted(cameraPort)
                        + stages.indent(6));
        server = home.osprey(
                Map.of("OSPREY_DATA", folder.resolve("data").toString(), "OSPREY_TOKEN", Api.TOKEN),
                "run",
                "--config",
                config.toString());
        oneTimeAddress = server.awaitLine("(http://127\\.0\\.0\\.1:\\d+/#code=\\S+)", STARTED_WITHIN)
                .group(1);
        api = new Api(oneTimeAddress.substring(0, oneTimeAddress.indexOf("/#")));
    }

    static Launched camera(int port) {
        return Launched.osprey(
                Map.of(),
                "camera",
                Launched.HOME.resolve("config/media/hall.mp4").toString(),
                "--port",
                Integer.toString(port));
    }

    @Override
    public void close() {
        server.close();
        camera.close();
    }
}
