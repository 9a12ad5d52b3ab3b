package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    private enum Layout implements Layouts.Wanting {
        ROWS,
        COLUMNS;

        @Override
        public String wants() {
            return "boxes in " + this;
        }

        @Override
        public String toString() {
            return this == ROWS ? "rows" : "columns";
        }
    }

    @Test
    void named_inAnyCase_isFound() {
        assertThat(Layouts.named(" Columns ", Layout.values())).isEqualTo(Layout.COLUMNS);
    }

    @Test
    void named_mistyped_isRefusedWithTheLikestFirst() {
        assertThatThrownBy(() -> Layouts.named("column", Layout.values()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layout must be one of columns, rows, got 'column'");
    }

    @Test
    void advice_noneOneOrSeveralFit_saysWhatToDo() {
        assertThat(Layouts.advice("detect", "detector", List.<Layout>of())).endsWith("is it a detector?");
        assertThat(Layouts.advice("detect", "detector", List.of(Layout.ROWS))).isEqualTo("; set `layout: rows`");
        assertThat(Layouts.advice("detect", "detector", List.of(Layout.values())))
                .endsWith(" rows (boxes in rows), columns (boxes in columns)");
    }
}
