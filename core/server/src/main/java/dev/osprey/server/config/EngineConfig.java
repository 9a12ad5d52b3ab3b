package dev.osprey.server.config;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.time.Duration;
import java.util.Optional;

/** How the engine runs; read at the start only. Ranges are checked with the rest of the file, not here. */
public record EngineConfig(
        @Description("where models run: auto (the first GPU, if there is one that can be used), cpu, cuda or cuda:N")
                @Default("auto")
                String device,
        @Description("threads that run stages, 1 to 256; as many as cores if it is left out") Optional<Integer> lanes,
        @Description("how long one call of a stage may take, 10ms to 10m") @Default("5s") Duration deadline,
        @Description("the most results that are kept of one input of a stage, 1 to 1000000") @Default("1000")
                int maxResults) {
    static final String DEVICE_PATTERN = "auto|cpu|cuda(:[0-9]{1,2})?";

    public static final EngineConfig DEFAULT = new EngineConfig("auto", Optional.empty(), Duration.ofSeconds(5), 1000);
}
