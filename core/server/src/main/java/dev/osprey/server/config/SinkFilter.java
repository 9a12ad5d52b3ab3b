package dev.osprey.server.config;

import dev.osprey.engine.event.Severity;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.util.List;

/** Which events a sink gets; an empty list asks for nothing in particular. */
public record SinkFilter(
        @Description("of these, all by default") List<String> cameras,
        @Description("such as dev.osprey.zone.entered, all by default") List<String> types,
        @Description("of the object it is about, all by default") List<String> labels,
        @Description("that it tells of or its object is in, all by default") List<String> zones,
        @Description("the least") @Default("info") Severity severity) {}
