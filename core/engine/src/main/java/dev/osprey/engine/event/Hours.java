package dev.osprey.engine.event;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** A schedule by the clocks of a place. Remembers its last answer, which holds for a minute. Not thread-safe. */
final class Hours {
    private final Optional<WeekSchedule> schedule;
    private final ZoneId timezone;
    private long minute = Long.MIN_VALUE;
    private boolean answer = true;

    Hours(Optional<WeekSchedule> schedule, ZoneId timezone) {
        this.schedule = schedule;
        this.timezone = timezone;
    }

    boolean cover(Instant time) {
        if (schedule.isEmpty()) {
            return true;
        }
        long now = Math.floorDiv(time.getEpochSecond(), 60);
        if (now != minute) {
            minute = now;
            answer = schedule.get().covers(time, timezone);
        }
        return answer;
    }
}
