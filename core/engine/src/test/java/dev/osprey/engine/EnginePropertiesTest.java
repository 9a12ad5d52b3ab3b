package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakePicture;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class EnginePropertiesTest {
    /** With pictures always waiting on every camera, a lane takes them in turn: the naive model is a round. */
    @Property(tries = 25)
    void oneLane_everyCameraAlwaysWaits_takesThemInTurn(
            @ForAll @IntRange(min = 1, max = 7) int cameras, @ForAll @IntRange(min = 1, max = 6) int rounds)
            throws Exception {
        List<String> order = new ArrayList<>();
        CountDownLatch allWait = new CountDownLatch(1);
        List<Feed> feeds = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        FakeStage detect = new FakeStage("detect").doing(batch -> {
            assertThat(allWait.await(20, TimeUnit.SECONDS)).isTrue();
            String camera = batch.get(0).frame().cameraId();
            order.add(camera);
            // While it is looked at, its next picture comes.
            if (order.size() <= cameras * (rounds - 1)) {
                feeds.get(Integer.parseInt(camera)).offer(FakePicture.of(camera, next.incrementAndGet()));
            }
            return FakeStage.nothing(batch);
        });
        EngineOptions options = Rig.options().withLanes(1).withDeadline(Duration.ofSeconds(60));
        try (Rig rig = new Rig(options, detect)) {
            PreparedPipeline pipeline = rig.prepare("stages: [detect]");
            for (int i = 0; i < cameras; i++) {
                feeds.add(rig.open(Integer.toString(i), pipeline));
            }
            for (int i = 0; i < cameras; i++) {
                feeds.get(i).submit(rig.picture(Integer.toString(i), 0));
            }
            allWait.countDown();
            for (Feed feed : feeds) {
                feed.drain(Rig.SOON);
            }
            for (int i = 0; i < cameras * rounds; i++) {
                assertThat(order.get(i)).as("turn " + i + " of " + order).isEqualTo(Integer.toString(i % cameras));
            }
        }
    }

    /** Whatever limits and lanes there are: never too many calls at once, order kept, nothing lost, nothing leaked. */
    @Property(tries = 25)
    void anyLimits_calledAtOnceAsOftenAsAllowedAndInOrder(
            @ForAll @IntRange(min = 1, max = 4) int lanes,
            @ForAll @IntRange(min = 1, max = 5) int concurrency,
            @ForAll @IntRange(min = 1, max = 5) int cameras)
            throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Map<String, Long> last = new ConcurrentHashMap<>();
        FakeStage detect = new FakeStage("detect")
                .saying(StageSpec.of(Result.Kind.DETECTION).withMaxConcurrency(concurrency))
                .doing(batch -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    String camera = batch.get(0).frame().cameraId();
                    long sequence = batch.get(0).frame().sequence();
                    Long before = last.put(camera, sequence);
                    assertThat(before == null || before < sequence).isTrue();
                    now.decrementAndGet();
                    return FakeStage.nothing(batch);
                });
        FakeStage other = new FakeStage("other");
        int pictures = 20;
        try (Rig rig = new Rig(Rig.options().withLanes(lanes).withLongCall(Duration.ZERO), detect, other);
                PreparedPipeline others = rig.prepare("stages: [other]")) {
            assertThat(others.pipeline().nodes()).as("for whom a lane is left").hasSize(1);
            PreparedPipeline pipeline = rig.prepare("stages: [detect]");
            List<Feed> feeds = new ArrayList<>();
            for (int i = 0; i < cameras; i++) {
                feeds.add(rig.open("c" + i, pipeline));
            }
            for (int p = 0; p < pictures; p++) {
                for (int i = 0; i < cameras; i++) {
                    feeds.get(i).submit(rig.picture("c" + i, p));
                }
            }
            for (Feed feed : feeds) {
                feed.drain(Rig.SOON);
            }
            assertThat(rig.analyses).hasSize(pictures * cameras);
            for (int i = 0; i < cameras; i++) {
                assertThat(rig.sequences("c" + i)).isSorted().hasSize(pictures);
            }
            assertThat(rig.unfreed()).isZero();
            assertThat(most.get()).isLessThanOrEqualTo(Math.max(1, Math.min(concurrency, lanes - 1)));
        }
    }
}
