package dev.osprey.engine.event;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the week by local time, such as {@code Mo-Fr 18:00-07:00; Sa,Su}: spans of time, each on some days. A span
 * that ends at or before its beginning ends on the next day. Days without a time are whole, a time without days is every
 * day's.
 */
public record WeekSchedule(List<Span> spans) {
    private static final List<String> DAYS = List.of("mo", "tu", "we", "th", "fr", "sa", "su");
    private static final String DAY = "(?:mo|tu|we|th|fr|sa|su)";
    private static final Pattern SPAN = Pattern.compile("(?:(" + DAY + "(?:-" + DAY + ")?(?:," + DAY + "(?:-" + DAY
            + ")?)*))?(?:(?:^| )([0-9]{1,2}:[0-9]{2})-([0-9]{1,2}:[0-9]{2}))?");

    /**
     * From one time of each of these days to another, of the same day or the next.
     *
     * @param until exclusive; at or before {@code from}: of the next day
     */
    public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
        public Span {
            days = Set.copyOf(days);
        }

        private boolean covers(Instant time, LocalDate day, ZoneId zone) {
            if (!days.contains(day.getDayOfWeek())) {
                return false;
            }
            LocalDate lastDay = until.isAfter(from) ? day : day.plusDays(1);
            return !time.isBefore(instant(day.atTime(from), zone, true))
                    && time.isBefore(instant(lastDay.atTime(until), zone, false));
        }

        /* A time that clocks skip is when they are put forward; of one that they show twice, spans begin with the first
         * and end with the second. */
        private static Instant instant(LocalDateTime local, ZoneId zone, boolean first) {
            ZoneOffsetTransition transition = zone.getRules().getTransition(local);
            if (transition == null) {
                return local.atZone(zone).toInstant();
            }
            if (transition.isGap()) {
                return transition.getInstant();
            }
            return local.toInstant(first ? transition.getOffsetBefore() : transition.getOffsetAfter());
        }
    }

    public WeekSchedule {
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs at least one span, got none");
        }
    }

    /**
     * The schedule that is written.
     *
     * @throws IllegalArgumentException in words for the operator, if the text is none
     */
    public static WeekSchedule parse(String text) {
        List<Span> spans = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            spans.add(span(part.strip().toLowerCase(Locale.ROOT)));
        }
        return new WeekSchedule(spans);
    }

    private static Span span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a schedule such as \"Mo-Fr 18:00-07:00; Sa,Su\", with days Mo Tu We Th Fr Sa Su and times"
                            + " from 00:00 to 24:00");
        }
        String days = matcher.group(1);
        String from = matcher.group(2);
        String until = matcher.group(3);
        if (from == null || until == null) {
            return new Span(days(days), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        }
        if (from.equals(until)) {
            throw new IllegalArgumentException(
                    "a span must not end when it begins, got " + from + "-" + until + "; a whole day has no times");
        }
        return new Span(days(days), time(from, false), time(until, true));
    }

    private static Set<DayOfWeek> days(@Nullable String text) {
        if (text == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(",", -1)) {
            int day = DAYS.indexOf(range.substring(0, 2));
            int last = DAYS.indexOf(range.substring(range.length() - 2));
            days.add(DayOfWeek.of(day + 1));
            while (day != last) {
                day = (day + 1) % DAYS.size();
                days.add(DayOfWeek.of(day + 1));
            }
        }
        return days;
    }

    private static LocalTime time(String text, boolean end) {
        if (end && text.equals("24:00")) {
            return LocalTime.MIDNIGHT;
        }
        int colon = text.indexOf(':');
        try {
            return LocalTime.of(
                    Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("times of a schedule are 00:00 to 24:00, got " + text, e);
        }
    }

    /** Whether the time is in one of the spans, by the clocks of the zone. */
    public boolean covers(Instant time, ZoneId zone) {
        LocalDate today = time.atZone(zone).toLocalDate();
        for (Span span : spans) {
            if (span.covers(time, today, zone) || span.covers(time, today.minusDays(1), zone)) {
                return true;
            }
        }
        return false;
    }
}
