package dev.osprey.server.config;

import dev.osprey.engine.event.Direction;
import dev.osprey.engine.event.Severity;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A rule as it is written. */
record RuleSettings(
        @Description("what it watches for") On on,
        @Description("CAMERA/ZONE; of entered, left, dwelt, count") Optional<String> zone,
        @Description("CAMERA/LINE; of crossed") Optional<String> line,
        @Description("one camera; every one by default; of text, value, class, attribute, lost")
                Optional<String> camera,
        @Description("the name in the pipeline of the stage that gives it; of text, value, class, attribute")
                Optional<String> stage,
        @Description("of the reading or the attribute; of value, attribute") Optional<String> name,
        @Description("the objects it is about, all by default; of class, the classes that raise it")
                List<String> labels,
        @Description("of crossed; either by default") Optional<Direction> direction,
        @Description("a regular expression for the whole text or value; of text, attribute") Optional<String> matches,
        @Description("raised when it is more; of count, value") Optional<Double> above,
        @Description("raised when it is less; of count, value") Optional<Double> below,
        @Description("how far back within the limit it must be to be cleared; of value") Optional<Double> hysteresis,
        @Description("how long it must last, 0ms to 24h; of dwelt, count, value, class, attribute, lost")
                Optional<Duration> for_,
        @Description("of the events that it gives") @Default("info") Severity severity,
        @Description("when it may be raised, such as \"Mo-Fr 18:00-07:00\", by the local time of `timezone`")
                Optional<String> schedule,
        @Description("the least time from one time that it is raised to the next, 0ms to 24h") @Default("0ms")
                Duration cooldown) {

    /** What a rule may watch for. */
    enum On {
        ENTERED,
        LEFT,
        DWELT,
        CROSSED,
        COUNT,
        TEXT,
        VALUE,
        CLASS,
        ATTRIBUTE,
        LOST
    }
}
