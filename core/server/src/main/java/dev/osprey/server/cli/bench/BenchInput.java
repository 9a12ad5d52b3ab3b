package dev.osprey.server.cli.bench;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.ReadObserver;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.ClipReader;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.OfflineEngine;
import dev.osprey.spi.Device;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** What a detector reads of each picture, seen by looking over its shoulder at one. */
record BenchInput(Region region, PixelSpec spec) {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    /** Runs the pipeline on the clip's first picture. */
    static BenchInput observe(Home home, Path config, BenchPipeline wanted, Path clip)
            throws ConfigException, IOException, InterruptedException, CommandFailedException {
        AtomicReference<BenchInput> seen = new AtomicReference<>();
        ReadObserver observer =
                (stage, frame, region, spec, pixels) -> seen.compareAndSet(null, new BenchInput(region, spec));
        try (OfflineEngine offline = new OfflineEngine(home, config, options -> options.withDevice(Device.CPU)
                        .withLanes(1)
                        .withReadObserver(observer));
                PreparedPipeline prepared = offline.engine().prepare(wanted.parse(offline.plugins()));
                ClipReader reader = ClipReader.open(clip, "bench");
                Feed feed = offline.engine().open("bench", prepared, (analysis, picture) -> {})) {
            Optional<Picture> first = reader.next();
            if (first.isPresent()) {
                feed.submit(first.get());
            }
            feed.drain(WITHIN);
            BenchInput input = seen.get();
            if (input == null) {
                throw new CommandFailedException("model " + wanted.model() + " read nothing of the first picture: "
                        + offline.engine().stages());
            }
            return input;
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "model " + wanted.model() + " needs more than " + WITHIN.toSeconds() + " s for a picture", e);
        }
    }
}
