package dev.osprey.engine.event;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that somebody wants to hear of, for one camera.
 *
 * @param schedule when it may be raised; what is raised when that ends is cleared
 * @param cooldown the least time from one time that it is raised to the next
 */
public record Rule(
        String name, Condition condition, Severity severity, Optional<WeekSchedule> schedule, Duration cooldown) {}
