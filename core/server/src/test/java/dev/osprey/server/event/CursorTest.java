package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Property
    void parse_whatWasWritten_isTheSameAndKeepsItsOrder(
            @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        Cursor first = new Cursor("0a1b2c3d", one);
        Cursor second = new Cursor("0a1b2c3d", other);

        assertThat(Cursor.parse(first.text())).contains(first);
        assertThat(Integer.signum(first.text().compareTo(second.text()))).isEqualTo(Long.compare(one, other));
    }

    @Test
    void parse_whatIsNone_isEmpty() {
        assertThat(Cursor.parse("")).isEmpty();
        assertThat(Cursor.parse("0a1b2c3d-1")).isEmpty();
        assertThat(Cursor.parse("0A1B2C3D-0000000000001")).isEmpty();
        assertThat(Cursor.parse("0a1b2c3d-zzzzzzzzzzzzz"))
                .as("above what a number holds")
                .isEmpty();
    }
}
