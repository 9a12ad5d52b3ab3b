package dev.osprey.engine;

import dev.osprey.spi.Device;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How an engine runs.
 *
 * @param device where models run
 * @param lanes threads that call stages, at least 1
 * @param deadline the most time one call of a stage may take
 * @param warmUpDeadline the most time making a stage may take
 * @param grace how long after the deadline a lane is waited for before it is abandoned
 * @param batchDelay how long a device's batch waits for more pictures
 * @param longCall a stage whose calls take longer than this leaves one lane to the others
 * @param errorsInARow after which a stage is made anew
 * @param recreations after which a failing stage is quarantined
 * @param backOff the first pause of a stage that is short of resources; doubles up to {@code backOffMost}
 * @param nanoClock a clock that only runs forward, in nanoseconds
 * @param seed of the jitter in pauses
 * @param readObserver sees what stages read
 */
public record EngineOptions(
        Device device,
        int lanes,
        Duration deadline,
        Duration warmUpDeadline,
        Duration grace,
        Duration batchDelay,
        Duration longCall,
        int errorsInARow,
        int recreations,
        Duration backOff,
        Duration backOffMost,
        LongSupplier nanoClock,
        long seed,
        ReadObserver readObserver) {
    public EngineOptions {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be >= 1, got " + lanes);
        }
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("deadline must be > 0, got " + deadline);
        }
        if (errorsInARow < 1) {
            throw new IllegalArgumentException("errorsInARow must be >= 1, got " + errorsInARow);
        }
        if (recreations < 0) {
            throw new IllegalArgumentException("recreations must be >= 0, got " + recreations);
        }
    }

    /** The CPU, a lane a core, 5 s a call. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                Device.CPU,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMillis(3),
                Duration.ofMillis(100),
                5,
                3,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                System::nanoTime,
                System.nanoTime(),
                ReadObserver.NONE);
    }

    public EngineOptions withDevice(Device newDevice) {
        return new EngineOptions(
                newDevice,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withLanes(int newLanes) {
        return new EngineOptions(
                device,
                newLanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withDeadline(Duration newDeadline) {
        return new EngineOptions(
                device,
                lanes,
                newDeadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withWarmUpDeadline(Duration newWarmUpDeadline) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                newWarmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withGrace(Duration newGrace) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                newGrace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withBatchDelay(Duration newBatchDelay) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                newBatchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withLongCall(Duration newLongCall) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                newLongCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withErrorsInARow(int newErrorsInARow) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                newErrorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withRecreations(int newRecreations) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                newRecreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withBackOff(Duration first, Duration most) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                first,
                most,
                nanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withNanoClock(LongSupplier newNanoClock) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                newNanoClock,
                seed,
                readObserver);
    }

    public EngineOptions withSeed(long newSeed) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                newSeed,
                readObserver);
    }

    public EngineOptions withReadObserver(ReadObserver observer) {
        return new EngineOptions(
                device,
                lanes,
                deadline,
                warmUpDeadline,
                grace,
                batchDelay,
                longCall,
                errorsInARow,
                recreations,
                backOff,
                backOffMost,
                nanoClock,
                seed,
                observer);
    }
}
