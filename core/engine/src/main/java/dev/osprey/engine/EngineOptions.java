package dev.osprey.engine;

import dev.osprey.spi.Device;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How an engine runs. Immutable: each {@code with} gives another. */
public final class EngineOptions {
    private Device device = Device.CPU;
    private int lanes = Runtime.getRuntime().availableProcessors();
    private Duration deadline = Duration.ofSeconds(5);
    private Duration longestDeadline = Duration.ofSeconds(60);
    private Duration warmUpDeadline = Duration.ofSeconds(60);
    private Duration firstCallDeadline = Duration.ofSeconds(30);
    private Duration grace = Duration.ofSeconds(2);
    private Duration batchDelay = Duration.ofMillis(3);
    private Duration longCall = Duration.ofMillis(100);
    private int errorsInARow = 5;
    private int recreations = 3;
    private Duration backOff = Duration.ofMillis(500);
    private Duration backOffMost = Duration.ofSeconds(30);
    private Duration quarantine = Duration.ofMinutes(1);
    private Duration quarantineMost = Duration.ofHours(1);
    private int maxResults = 1000;
    private int maxImages = 32;
    private long maxImagePixels = 4L * 3840 * 2160;
    private LongSupplier nanoClock = System::nanoTime;
    private long seed = System.nanoTime();
    private ReadObserver readObserver = ReadObserver.NONE;

    private EngineOptions() {}

    /** The CPU, a lane a core, 5 s a call. */
    public static EngineOptions defaults() {
        return new EngineOptions();
    }

    private EngineOptions with(Consumer<EngineOptions> change) {
        EngineOptions copy = new EngineOptions();
        copy.device = device;
        copy.lanes = lanes;
        copy.deadline = deadline;
        copy.longestDeadline = longestDeadline;
        copy.warmUpDeadline = warmUpDeadline;
        copy.firstCallDeadline = firstCallDeadline;
        copy.grace = grace;
        copy.batchDelay = batchDelay;
        copy.longCall = longCall;
        copy.errorsInARow = errorsInARow;
        copy.recreations = recreations;
        copy.backOff = backOff;
        copy.backOffMost = backOffMost;
        copy.quarantine = quarantine;
        copy.quarantineMost = quarantineMost;
        copy.maxResults = maxResults;
        copy.maxImages = maxImages;
        copy.maxImagePixels = maxImagePixels;
        copy.nanoClock = nanoClock;
        copy.seed = seed;
        copy.readObserver = readObserver;
        change.accept(copy);
        copy.check();
        return copy;
    }

    private void check() {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be >= 1, got " + lanes);
        }
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("deadline must be > 0, got " + deadline);
        }
        if (longestDeadline.isZero() || longestDeadline.isNegative()) {
            throw new IllegalArgumentException("longestDeadline must be > 0, got " + longestDeadline);
        }
        if (errorsInARow < 1) {
            throw new IllegalArgumentException("errorsInARow must be >= 1, got " + errorsInARow);
        }
        if (maxResults < 1) {
            throw new IllegalArgumentException("maxResults must be >= 1, got " + maxResults);
        }
        if (maxImages < 0 || maxImagePixels < 0) {
            throw new IllegalArgumentException(
                    "maxImages and maxImagePixels must be >= 0, got " + maxImages + " and " + maxImagePixels);
        }
        if (recreations < 0) {
            throw new IllegalArgumentException("recreations must be >= 0, got " + recreations);
        }
    }

    /** Where models run. */
    public Device device() {
        return device;
    }

    public EngineOptions withDevice(Device newDevice) {
        return with(copy -> copy.device = newDevice);
    }

    /** Threads that call stages, at least 1. */
    public int lanes() {
        return lanes;
    }

    public EngineOptions withLanes(int newLanes) {
        return with(copy -> copy.lanes = newLanes);
    }

    /** The most time that one call of a stage may take which has no deadline of its own. */
    public Duration deadline() {
        return deadline;
    }

    public EngineOptions withDeadline(Duration newDeadline) {
        return with(copy -> copy.deadline = newDeadline);
    }

    /** What a stage's own deadline becomes if it is longer. */
    public Duration longestDeadline() {
        return longestDeadline;
    }

    public EngineOptions withLongestDeadline(Duration newLongestDeadline) {
        return with(copy -> copy.longestDeadline = newLongestDeadline);
    }

    /** The most time that making a stage may take. */
    public Duration warmUpDeadline() {
        return warmUpDeadline;
    }

    public EngineOptions withWarmUpDeadline(Duration newWarmUpDeadline) {
        return with(copy -> copy.warmUpDeadline = newWarmUpDeadline);
    }

    /** The most time that the first call of an instance may take, if it is more than {@link #deadline}. */
    public Duration firstCallDeadline() {
        return firstCallDeadline;
    }

    public EngineOptions withFirstCallDeadline(Duration newFirstCallDeadline) {
        return with(copy -> copy.firstCallDeadline = newFirstCallDeadline);
    }

    /** How long after the deadline a lane is waited for before it is abandoned. */
    public Duration grace() {
        return grace;
    }

    public EngineOptions withGrace(Duration newGrace) {
        return with(copy -> copy.grace = newGrace);
    }

    /** How long a device's batch waits for more pictures. */
    public Duration batchDelay() {
        return batchDelay;
    }

    public EngineOptions withBatchDelay(Duration newBatchDelay) {
        return with(copy -> copy.batchDelay = newBatchDelay);
    }

    /** A stage whose calls take longer than this leaves one lane to the others. */
    public Duration longCall() {
        return longCall;
    }

    public EngineOptions withLongCall(Duration newLongCall) {
        return with(copy -> copy.longCall = newLongCall);
    }

    /** After so many a stage is made anew. */
    public int errorsInARow() {
        return errorsInARow;
    }

    public EngineOptions withErrorsInARow(int newErrorsInARow) {
        return with(copy -> copy.errorsInARow = newErrorsInARow);
    }

    /** After so many a failing stage is quarantined. */
    public int recreations() {
        return recreations;
    }

    public EngineOptions withRecreations(int newRecreations) {
        return with(copy -> copy.recreations = newRecreations);
    }

    /** The first pause of a stage that is short of resources; doubles up to {@link #backOffMost}. */
    public Duration backOff() {
        return backOff;
    }

    public EngineOptions withBackOff(Duration first, Duration most) {
        return with(copy -> {
            copy.backOff = first;
            copy.backOffMost = most;
        });
    }

    /** The longest pause of a stage that is short of resources. */
    public Duration backOffMost() {
        return backOffMost;
    }

    /** The first pause of a stage in quarantine; doubles up to {@link #quarantineMost}. */
    public Duration quarantine() {
        return quarantine;
    }

    public EngineOptions withQuarantine(Duration first, Duration most) {
        return with(copy -> {
            copy.quarantine = first;
            copy.quarantineMost = most;
        });
    }

    /** The longest pause of a stage in quarantine. */
    public Duration quarantineMost() {
        return quarantineMost;
    }

    /** The most results that are kept of one input; of more, those of the highest scores. */
    public int maxResults() {
        return maxResults;
    }

    public EngineOptions withMaxResults(int newMaxResults) {
        return with(copy -> copy.maxResults = newMaxResults);
    }

    /** The most images that stages may make of one picture. */
    public int maxImages() {
        return maxImages;
    }

    /** The most pixels of all images that stages make of one picture, width times height; each takes three bytes. */
    public long maxImagePixels() {
        return maxImagePixels;
    }

    public EngineOptions withMaxImages(int images, long pixels) {
        return with(copy -> {
            copy.maxImages = images;
            copy.maxImagePixels = pixels;
        });
    }

    /** A clock that only runs forward, in nanoseconds. */
    public LongSupplier nanoClock() {
        return nanoClock;
    }

    public EngineOptions withNanoClock(LongSupplier newNanoClock) {
        return with(copy -> copy.nanoClock = newNanoClock);
    }

    /** Of the jitter in pauses. */
    public long seed() {
        return seed;
    }

    public EngineOptions withSeed(long newSeed) {
        return with(copy -> copy.seed = newSeed);
    }

    /** Sees what stages read. */
    public ReadObserver readObserver() {
        return readObserver;
    }

    public EngineOptions withReadObserver(ReadObserver newReadObserver) {
        return with(copy -> copy.readObserver = newReadObserver);
    }
}
