package dev.osprey.server.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.server.live.HeldBytes;
import dev.osprey.server.live.VideoMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutletTest {
    private static final int UNIT = 70_000;
    private static final long LAG = Duration.ofSeconds(1).toNanos();

    private final AtomicLong nanos = new AtomicLong();
    private final HeldBytes held = new HeldBytes(1 << 20);
    private final FakeWebSocket client = new FakeWebSocket();
    private final Outlet outlet = new Outlet(client.socket, client.context, nanos::get);
    private final Outlet.Line line = new Outlet.Line();

    private VideoMessage message(boolean key, long pts) {
        return new VideoMessage(
                new AccessUnit("hall", 1, key, false, pts, pts, new byte[UNIT - VideoMessage.HEADER_BYTES]), held);
    }

    private void unit(boolean key, long pts) {
        outlet.unit(line, message(key, pts));
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    /** Presentation times of what was written. */
    private List<Long> written() {
        List<Long> pts = new ArrayList<>();
        for (WebSocketFrame frame : client.frames) {
            if (frame.isBinary()) {
                pts.add(frame.binaryData().getLong(8));
            }
        }
        return pts;
    }

    @Test
    void unit_clientTakesAll_nothingIsHeld() {
        unit(true, 1);
        unit(false, 2);
        assertThat(written()).containsExactly(1L, 2L);
        assertThat(held.bytes()).isZero();
        assertThat(outlet.full(line, LAG)).isFalse();
    }

    @Test
    void full_waitsForLongerThanAllowed_goesOnWithTheNewestKeyFrame() {
        client.takes = false;
        unit(true, 0);
        for (int i = 1; i < 30; i++) {
            pass(50);
            if (i % 5 == 0) {
                client.untaken.remove().complete();
            }
            unit(i == 20, i);
        }
        assertThat(outlet.full(line, LAG)).isFalse();
        client.takeAll();
        assertThat(written()).startsWith(0L).endsWith(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L);
        assertThat(written()).doesNotContain(18L, 19L);
        assertThat(held.bytes()).isZero();
    }

    @Test
    void full_noKeyFrameIsYoungEnough_dropsAllAndWaitsForTheNext() {
        client.takes = false;
        unit(true, 0);
        unit(false, 1);
        unit(false, 2);
        pass(1_001);
        assertThat(outlet.full(line, LAG)).isTrue();
        assertThat(held.bytes()).as("what the socket has").isEqualTo(UNIT);
        client.takeAll();
        unit(false, 3);
        assertThat(outlet.full(line, LAG)).isFalse();
        unit(true, 4);
        assertThat(written()).containsExactly(0L, 4L);
        assertThat(outlet.skipped()).isEqualTo(3);
    }

    @Test
    void take_nothingNewerFollows_dropsWhatIsOld() {
        client.takes = false;
        unit(true, 0);
        unit(false, 1);
        pass(1_001);
        client.takeAll();
        assertThat(written()).containsExactly(0L);
        assertThat(held.bytes()).isZero();
    }

    @Test
    void full_kernelTakesAllButTheClientDoesNotAnswer_isFullUntilItDoes() {
        unit(true, 0);
        outlet.ponged(client.pings.remove());
        pass(300);
        unit(false, 1);
        Buffer ping = client.pings.remove();
        pass(999);
        assertThat(outlet.full(line, LAG)).isFalse();
        pass(2);
        assertThat(outlet.full(line, LAG)).isTrue();
        outlet.ponged(ping);
        assertThat(outlet.full(line, LAG)).isFalse();
    }

    @Test
    void full_clientNeverAnsweredAPing_isNotHeldAgainstIt() {
        unit(true, 0);
        pass(5_000);
        assertThat(outlet.full(line, LAG)).isFalse();
    }

    @Test
    void full_lineTakesLongAnyway_isMeasuredAgainstTheQuickestAnswer() {
        unit(true, 0);
        pass(800);
        outlet.ponged(client.pings.remove());
        unit(false, 1);
        pass(1_500);
        assertThat(outlet.full(line, LAG)).isFalse();
        pass(400);
        assertThat(outlet.full(line, LAG)).isTrue();
    }

    @Test
    void newest_pictureReplacesTheOneThatWaits_isGivenBack() {
        client.takes = false;
        unit(true, 0);
        Outlet.Slot slot = new Outlet.Slot();
        for (int i = 1; i < 5; i++) {
            outlet.newest(slot, null, message(true, i));
        }
        assertThat(held.bytes()).isEqualTo(2 * UNIT);
        client.takeAll();
        assertThat(written()).containsExactly(0L, 4L);
        assertThat(held.bytes()).isZero();
    }

    @Test
    void close_givesBackWhatWaits() {
        client.takes = false;
        unit(true, 0);
        unit(false, 1);
        outlet.newest(new Outlet.Slot(), null, message(true, 2));
        outlet.close();
        unit(true, 3);
        outlet.newest(new Outlet.Slot(), null, message(true, 4));
        client.untaken.forEach(each -> each.fail("closed"));
        assertThat(held.bytes()).isZero();
    }

    @Test
    void unit_sixtyStoppedViewers_holdOnlyWhatTheirSocketsHave() {
        List<Outlet> outlets = new ArrayList<>();
        List<Outlet.Line> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            FakeWebSocket stopped = new FakeWebSocket();
            stopped.takes = false;
            outlets.add(new Outlet(stopped.socket, stopped.context, nanos::get));
            lines.add(new Outlet.Line());
        }
        long most = 0;
        for (int i = 0; i < 25 * 60; i++) {
            VideoMessage message = message(i % 50 == 0, i);
            for (int each = 0; each < 60; each++) {
                if (!outlets.get(each).full(lines.get(each), LAG)) {
                    outlets.get(each).unit(lines.get(each), message);
                }
            }
            most = Math.max(most, held.bytes());
            pass(40);
        }
        assertThat(most).as("a second of video, once for all").isLessThanOrEqualTo(27L * UNIT);
        assertThat(held.bytes()).as("the message that all sockets have").isEqualTo(UNIT);
        outlets.forEach(Outlet::close);
    }

    /** Units come, the client takes some, answers some pings, stands still: what is written can be decoded. */
    @Test
    void rounds_ofAnyOrder_writeWhatCanBeDecodedAndGiveAllBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int life = 0; life < 60; life++) {
            FakeWebSocket socket = new FakeWebSocket();
            Outlet out = new Outlet(socket.socket, socket.context, nanos::get);
            Outlet.Line only = new Outlet.Line();
            Outlet.Slot picture = new Outlet.Slot();
            boolean waits = true;
            int rate = 1 + random.nextInt(100);
            for (int i = 0; i < 300; i++) {
                pass(random.nextInt(rate));
                socket.takes = random.nextInt(4) > 0;
                if (socket.takes) {
                    socket.takeAll();
                }
                while (!socket.pings.isEmpty() && random.nextInt(3) > 0) {
                    out.ponged(socket.pings.remove());
                }
                boolean key = i == 0 || random.nextInt(12) == 0;
                waits = out.full(only, LAG) || (waits && !key);
                if (!waits) {
                    out.unit(only, message(key, i));
                }
                if (random.nextInt(10) == 0) {
                    out.newest(picture, null, message(true, -1));
                }
            }
            socket.takeAll();
            out.close();
            assertThat(undecodable(socket)).as("seed %s, life %s", seed, life).isEmpty();
            assertThat(held.bytes()).as("seed %s, life %s", seed, life).isZero();
        }
    }

    /** Units that do not follow on the one before them and are no key frame. */
    private static List<Long> undecodable(FakeWebSocket socket) {
        List<Long> wrong = new ArrayList<>();
        long last = -1;
        for (WebSocketFrame frame : socket.frames) {
            long pts = frame.isBinary() ? frame.binaryData().getLong(8) : -1;
            if (pts < 0) {
                continue;
            }
            boolean key = (frame.binaryData().getByte(3) & 1) == 1;
            if (pts <= last || (!key && pts != last + 1)) {
                wrong.add(pts);
            }
            last = pts;
        }
        return wrong;
    }
}
