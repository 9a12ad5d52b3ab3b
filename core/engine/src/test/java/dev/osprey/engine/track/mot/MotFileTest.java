package dev.osprey.engine.track.mot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Box;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotFileTest {
    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("det.txt"), text);
    }

    @Test
    void read_formsThatAreAbout_areTaken() throws Exception {
        assertThat(
                        MotFile.read(
                                file(
                                        "1,-1,10.5,20,30,40,0.75,-1,-1,-1\n\n# left out\n2, 3, 1e1, 2, 3, 4, 1, 1, 0.5\r\n3 4 1 2 3 4\n")))
                .containsExactly(
                        new MotRow(1, MotRow.NO_IDENTITY, new Box(10.5, 20, 30, 40), 0.75),
                        new MotRow(2, 3, new Box(10, 2, 3, 4), 1),
                        new MotRow(3, 4, new Box(1, 2, 3, 4), 1));
    }

    @Test
    void write_rows_areReadBack() throws Exception {
        List<MotRow> rows = List.of(new MotRow(1, 2, new Box(0.25, -3, 10, 20), 0.5));
        StringWriter written = new StringWriter();
        MotFile.write(rows, written);
        assertThat(written).hasToString("1,2,0.25,-3.00,10.00,20.00,0.5000,-1,-1,-1\n");
        assertThat(MotFile.read(file(written.toString()))).isEqualTo(rows);
    }

    @Test
    void read_whatIsNoBox_isRefusedWithItsLine() throws Exception {
        refused("1,-1,1,1,1,1,1\n1,-1,1", "line 2: must have frame,id,left,top,width,height,confidence, got 3 columns");
        refused("1,-1,a,1,1,1,1", "line 1: column 3 must be a number, got 'a'");
        refused("1,-1,1,1,-5,1,1", "line 1: width and height must be >= 0 and finite, got -5.0 x 1.0");
        refused("0,-1,1,1,5,1,1", "line 1: frame must be in 1..10000000, got 0");
        refused("1.5,-1,1,1,5,1,1", "line 1: frame must be a whole number, got 1.5");
        refused("1,-1,NaN,1,5,1,1", "line 1: x must be finite, got NaN");
    }

    private void refused(String text, String message) throws Exception {
        Path file = file(text);
        assertThatThrownBy(() -> MotFile.read(file))
                .isInstanceOf(MotFile.MalformedLineException.class)
                .hasMessage(file + ", " + message);
    }
}
