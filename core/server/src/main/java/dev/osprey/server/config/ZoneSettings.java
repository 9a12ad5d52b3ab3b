package dev.osprey.server.config;

import dev.osprey.engine.event.Anchor;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A zone as it is written. */
record ZoneSettings(
        @Description("its corners in the order of the outline, each [x, y] in fractions of the picture, 0 to 1")
                List<List<Double>> polygon,
        @Description("nothing that is in it counts anywhere, such as a poster that shows people") @Default("false")
                Boolean mask,
        @Description("of the objects that count; all by default") List<String> labels,
        @Description("the spot of its box that says where an object is") @Default("foot") Anchor by,
        @Description("the least that an object's best score must be, 0 to 1") @Default("0") Double minScore,
        @Description("the least height of its box, as a fraction of the picture's height, 0 to 1") @Default("0")
                Double minSize,
        @Description("for how long an object must have been watched, 0ms to 1h") @Default("0ms") Duration minDuration,
        @Description("when anything counts, such as \"Mo-Fr 18:00-07:00\", by the local time of `timezone`")
                Optional<String> schedule) {}
