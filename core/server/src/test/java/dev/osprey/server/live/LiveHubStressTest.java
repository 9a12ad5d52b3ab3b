package dev.osprey.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.FakePicture;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.Role;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Viewers come, stall and go; streams open, change and close: what must hold, holds. A failure names its seed. */
class LiveHubStressTest {
    private static final List<Set<String>> ACCEPTS =
            List.of(Set.of("avc1"), Set.of("avc1", "jpeg"), Set.of("hvc1", "avc1"), Set.of("jpeg"));
    private static final List<String> CODECS = List.of("avc1.4d401f", "hvc1.1.6.L93.B0", "avc1.64001f", "jpeg");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger numbers = new AtomicInteger();
    private final LiveHub hub = new LiveHub(
            new HubOptions(
                    3_000,
                    20,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(100),
                    100_000,
                    1,
                    Duration.ofMillis(1),
                    3,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    nanos::get),
            (picture, drawn, maxWidth) -> new byte[20]);

    @AfterEach
    void close() {
        hub.close();
    }

    /** A camera with two streams, and who looks at it. Used by one thread, but for the hub's own. */
    private final class Camera {
        final String id;
        final Random random;
        final List<CheckedSink> sinks = new ArrayList<>();
        final List<Subscription> subscriptions = new ArrayList<>();
        final List<CheckedSink> all = new ArrayList<>();
        CameraChannel channel;
        List<Source> sources = new ArrayList<>();
        long delivered;

        Camera(String id, long seed) {
            this.id = id;
            random = new Random(seed);
            channel = hub.open(id);
            tracks();
        }

        void tracks() {
            sources.clear();
            for (VideoTrack track :
                    channel.streams(List.of(EnumSet.of(Role.DETECT, Role.GRID), EnumSet.of(Role.FULL)))) {
                sources.add(new Source(track));
            }
        }

        void round() {
            nanos.addAndGet(10_000_000);
            int dice = random.nextInt(1_000);
            if (dice < 900) {
                sources.get(random.nextInt(2)).unit();
            } else if (dice < 930) {
                join();
            } else if (dice < 950 && !sinks.isEmpty()) {
                leave(random.nextInt(sinks.size()));
            } else if (dice < 980 && !sinks.isEmpty()) {
                sinks.get(random.nextInt(sinks.size())).stall(random.nextBoolean());
            } else if (dice < 985) {
                sources.get(random.nextInt(2)).begin();
            } else if (dice < 988) {
                sources.get(random.nextInt(2)).end();
            } else if (dice < 990) {
                tracks();
            } else if (dice < 991) {
                remove();
            } else {
                FakePicture picture = new FakePicture(random.nextInt());
                channel.publishPicture(picture);
                picture.release();
                channel.publishStatus(Encoded.read(Buffer.buffer("{}")));
            }
        }

        void join() {
            CheckedSink sink = new CheckedSink(ACCEPTS.get(random.nextInt(ACCEPTS.size())));
            Role role = random.nextBoolean() ? Role.GRID : Role.FULL;
            sinks.add(sink);
            all.add(sink);
            subscriptions.add(
                    hub.subscribe(new LiveRequest(id, role, true, true, true, sink.accept, JpegSpec.DEFAULT), sink)
                            .orElseThrow());
        }

        void leave(int which) {
            subscriptions.remove(which).close();
            sinks.remove(which).close();
        }

        void remove() {
            hub.remove(id);
            subscriptions.forEach(Subscription::close);
            subscriptions.clear();
            sinks.clear();
            channel = hub.open(id);
            tracks();
        }

        void end() {
            while (!sinks.isEmpty()) {
                leave(0);
            }
            hub.remove(id);
        }

        /** Who keeps up and shows the stream's codec has what was sent last, once a key frame was. */
        void checkWhoKeepsUp() {
            for (Source source : sources) {
                for (CheckedSink sink : sinks) {
                    if (!sink.everStalled && sink.stream() == source.number && sink.last() >= 0) {
                        assertThat(sink.last()).isEqualTo(source.pts - 1);
                        delivered++;
                    }
                }
            }
        }

        /** One of its streams, closed at first. */
        final class Source {
            final VideoTrack track;
            int number = -1;
            String codec = "";
            long pts;
            boolean begun;

            Source(VideoTrack track) {
                this.track = track;
            }

            void begin() {
                number = numbers.incrementAndGet();
                codec = CODECS.get(random.nextInt(CODECS.size()));
                pts = 0;
                begun = false;
                track.publishStream(new StreamInfo(id, number, codec, 640, 360));
            }

            void unit() {
                if (number < 0) {
                    begin();
                }
                boolean jpeg = codec.equals("jpeg");
                boolean key = jpeg || !begun || random.nextInt(15) == 0;
                begun = true;
                track.publish(new AccessUnit(id, number, key, jpeg, pts++, 0, new byte[random.nextInt(400)]));
            }

            void end() {
                number = -1;
                track.clear();
            }
        }
    }

    @Test
    void rounds_oneCamera_keepTheirPromises() {
        long seed = System.nanoTime();
        Camera camera = new Camera("hall", seed);
        for (int i = 0; i < 15_000; i++) {
            camera.round();
            if (i % 50 == 0) {
                camera.checkWhoKeepsUp();
            }
        }
        camera.end();
        check(List.of(camera), seed);
        assertThat(camera.delivered)
                .as("seed %s: looks at viewers that keep up", seed)
                .isPositive();
    }

    @Test
    void rounds_camerasOnThreadsOfTheirOwn_keepTheirPromises() throws Exception {
        long seed = System.nanoTime();
        List<Camera> cameras = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cameras.add(new Camera("cam" + i, seed + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> rounds = new ArrayList<>();
        for (Camera camera : cameras) {
            rounds.add(threads.submit(() -> {
                for (int i = 0; i < 3_000; i++) {
                    camera.round();
                }
                camera.end();
            }));
        }
        for (Future<?> each : rounds) {
            each.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        check(cameras, seed);
    }

    private void check(List<Camera> cameras, long seed) {
        hub.close();
        for (Camera camera : cameras) {
            assertThat(camera.all)
                    .as("seed %s, %s", seed, camera.id)
                    .extracting(CheckedSink::wrong)
                    .containsOnly("");
            assertThat(camera.all.stream().mapToLong(sink -> sink.units).sum())
                    .as("seed %s: units", seed)
                    .isPositive();
        }
        assertThat(hub.stats()).as("seed %s", seed).isEqualTo(new LiveHub.Stats(0, 0));
    }
}
