package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.source.SourceGate;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import dev.osprey.server.config.Role;
import dev.osprey.server.config.StreamConfig;
import dev.osprey.server.live.HubOptions;
import dev.osprey.server.live.LiveHub;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamSlotTest {
    @Test
    void settle_settingsOfTheStream_reachItsConnection() throws Exception {
        Set<Role> roles = EnumSet.of(Role.DETECT, Role.GRID);
        StreamConfig config = new StreamConfig(
                SourceUrl.parse("http://192.0.2.1/snap.jpg", SourceUrl.FROM_FILE),
                SourceGate.OPEN,
                roles,
                Transport.UDP,
                Duration.ofSeconds(7),
                Duration.ofMillis(500),
                1_000_000);
        FakeCameras cameras = new FakeCameras();
        try (LiveHub hub = new LiveHub(HubOptions.DEFAULT, (picture, drawn, width) -> new byte[1]);
                StreamSlot slot = new StreamSlot(
                        "gate",
                        config,
                        hub.open("gate").streams(List.of(roles)).get(0),
                        cameras,
                        Runnable::run,
                        new Nobody())) {
            slot.settle(false, 1);
            var options = cameras.awaitOpened().options;
            assertThat(options.camera()).isEqualTo("gate");
            assertThat(options.source()).isEqualTo(config.source());
            assertThat(options.transport()).isEqualTo(Transport.UDP);
            assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(7));
            assertThat(options.every()).isEqualTo(Duration.ofMillis(500));
            assertThat(options.maxPixels()).isEqualTo(1_000_000);
            assertThat(options.decode()).isTrue();
        }
    }

    private static final class Nobody implements StreamSlot.Owner {
        @Override
        public void onPicture(Picture picture) {
            picture.release();
        }

        @Override
        public void onNewStream() {
            // Nothing is analysed here.
        }

        @Override
        public void onStateChange() {
            // Nobody is told.
        }

        @Override
        public void onEnded() {
            // Nothing is opened again.
        }
    }
}
