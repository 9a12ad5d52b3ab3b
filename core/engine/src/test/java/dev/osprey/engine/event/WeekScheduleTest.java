package dev.osprey.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekScheduleTest {
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static boolean covers(String schedule, String local, ZoneId zone) {
        return WeekSchedule.parse(schedule)
                .covers(LocalDateTime.parse(local).atZone(zone).toInstant(), zone);
    }

    // 2026-11-23 is a Monday
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T17:59:59, false",
        "2026-11-23T18:00:00, true",
        "2026-11-24T06:59:59, true",
        "2026-11-24T07:00:00, false",
        "2026-11-27T23:00:00, true",
        "2026-11-28T06:59:00, true",
        "2026-11-28T18:30:00, false",
        "2026-11-23T03:00:00, false",
    })
    void covers_nightsOfWorkdays_fridaysNightEndsOnSaturday(String local, boolean covered) {
        assertThat(covers("Mo-Fr 18:00-07:00", local, SEOUL)).isEqualTo(covered);
    }

    @Test
    void covers_byLocalTime_ofTheGivenPlace() {
        WeekSchedule morning = WeekSchedule.parse("08:00-09:00");
        Instant time = Instant.parse("2026-11-23T23:30:00Z");
        assertThat(morning.covers(time, SEOUL)).isTrue();
        assertThat(morning.covers(time, ZoneOffset.UTC)).isFalse();
    }

    @Test
    void parse_allForms_areRead() {
        assertThat(WeekSchedule.parse("sa,Su").spans())
                .containsExactly(new WeekSchedule.Span(
                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
        assertThat(WeekSchedule.parse("Fr-Mo 9:30-24:00; 00:00-24:00").spans())
                .containsExactly(
                        new WeekSchedule.Span(
                                Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                                LocalTime.of(9, 30),
                                LocalTime.MIDNIGHT),
                        new WeekSchedule.Span(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mo-", "Mo 18:00", "Mo18:00-19:00", "Xx", "Mo;", "at night", "18:00-19:00 Mo"})
    void parse_noSchedule_isRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> WeekSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a schedule such as \"Mo-Fr 18:00-07:00; Sa,Su\", with days Mo Tu We Th Fr Sa Su"
                        + " and times from 00:00 to 24:00");
    }

    @Test
    void parse_badTimes_areRefused() {
        assertThatThrownBy(() -> WeekSchedule.parse("25:00-26:00"))
                .hasMessage("times of a schedule are 00:00 to 24:00, got 25:00");
        assertThatThrownBy(() -> WeekSchedule.parse("Mo 07:00-07:00"))
                .hasMessage("a span must not end when it begins, got 07:00-07:00; a whole day has no times");
    }

    /** Clocks are put forward on 2026-03-29 at 02:00, and back on 2026-10-25 at 03:00. */
    @Test
    void covers_clocksPutForward_aTimeThatIsSkippedIsWhenTheyAre() {
        WeekSchedule schedule = WeekSchedule.parse("02:30-04:00");
        Instant change = Instant.parse("2026-03-29T01:00:00Z");
        assertThat(schedule.covers(change.minusSeconds(1), BERLIN)).isFalse();
        assertThat(schedule.covers(change, BERLIN)).isTrue();
        assertThat(schedule.covers(change.plusSeconds(3599), BERLIN)).isTrue();
        assertThat(schedule.covers(change.plusSeconds(3600), BERLIN)).isFalse();
    }

    @Test
    void covers_clocksPutBack_anHourThatComesTwiceCountsTwice() {
        WeekSchedule until = WeekSchedule.parse("18:00-02:30");
        Instant first = Instant.parse("2026-10-25T00:30:00Z"); // 02:30 for the first time
        assertThat(until.covers(first, BERLIN)).isTrue();
        assertThat(until.covers(first.plusSeconds(3599), BERLIN)).isTrue();
        assertThat(until.covers(first.plusSeconds(3600), BERLIN)).isFalse();
        WeekSchedule from = WeekSchedule.parse("02:30-05:00");
        assertThat(from.covers(first.minusSeconds(1), BERLIN)).isFalse();
        assertThat(from.covers(first, BERLIN)).isTrue();
    }

    /** Where clocks do not change, the naive way is right: walk through a fortnight by the minute. */
    @Test
    void covers_everyMinuteOfAFortnight_isAsTheClockOnTheWallSays() {
        WeekSchedule schedule = WeekSchedule.parse("Mo-Fr 18:00-07:00; Sa 10:00-12:30; Su");
        ZonedDateTime at = ZonedDateTime.of(2026, 5, 31, 0, 0, 0, 0, SEOUL);
        for (int minute = 0; minute < 14 * 24 * 60; minute++) {
            assertThat(schedule.covers(at.toInstant(), SEOUL)).as(at.toString()).isEqualTo(naive(at));
            at = at.plusMinutes(1);
        }
    }

    private static boolean naive(ZonedDateTime at) {
        int day = at.getDayOfWeek().getValue();
        int minute = at.getHour() * 60 + at.getMinute();
        boolean evening = day <= 5 && minute >= 18 * 60;
        boolean morning = day >= 2 && day <= 6 && minute < 7 * 60;
        boolean saturday = day == 6 && minute >= 600 && minute < 750;
        return evening || morning || saturday || day == 7;
    }

    @Test
    void spans_keepTheirOrder() {
        assertThat(WeekSchedule.parse("Mo;Tu").spans())
                .extracting(WeekSchedule.Span::days)
                .isEqualTo(List.of(Set.of(DayOfWeek.MONDAY), Set.of(DayOfWeek.TUESDAY)));
    }
}
