package dev.osprey.bench;

import dev.osprey.engine.track.TrackOptions;
import dev.osprey.engine.track.Tracker;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What following people costs a picture, by how many there are: a third of them hidden or found with doubt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrackBenchmark {
    private static final int PICTURES = 600;
    private static final long INTERVAL_MICROS = 66_667;

    private static final Box PICTURE = new Box(0, 0, 1920, 1080);

    @Param({"1", "10", "100"})
    private int people;

    private final List<List<Detection>> pictures = new ArrayList<>();
    private Tracker tracker;
    private int next;
    private long timeMicros;

    @Setup
    public void walk() {
        Random random = new Random(1);
        double[] phase = random.doubles(people, 0, 2 * Math.PI).toArray();
        double[] row = random.doubles(people, 0, 900).toArray();
        for (int i = 0; i < PICTURES; i++) {
            List<Detection> found = new ArrayList<>();
            for (int person = 0; person < people; person++) {
                // There and back in the 40 s of the pictures, so that the last and the first fit together.
                double x = 900 + 900 * Math.sin(phase[person] + 2 * Math.PI * i / PICTURES);
                double sure = random.nextDouble();
                if (sure > 0.15) {
                    Box box = new Box(x + random.nextGaussian(), row[person] + random.nextGaussian(), 60, 150);
                    found.add(new Detection("person", sure > 0.33 ? 0.8 : 0.2, box));
                }
            }
            pictures.add(found);
        }
        tracker = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
    }

    @Benchmark
    public long[] picture() {
        timeMicros += INTERVAL_MICROS;
        next = (next + 1) % PICTURES;
        return tracker.update(timeMicros, PICTURE, pictures.get(next), 0.5);
    }
}
