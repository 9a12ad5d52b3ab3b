package dev.osprey.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoteTest {
    private static final Box HERE = new Box(100, 100, 50, 100);
    private static final Box THERE = new Box(300, 200, 100, 200);

    private final Vote vote = new Vote();

    private void said(Result... results) {
        vote.add(HERE, List.of(results));
    }

    @Test
    void attributes_eachAsMostSay() {
        said(new Result.Attributes(Map.of("hat", "red", "bag", "no")));
        said(new Result.Attributes(Map.of("hat", "blue")));
        said(new Result.Attributes(Map.of("hat", "red")));
        assertThat(vote.at(HERE, true)).containsExactly(new Result.Attributes(Map.of("hat", "red", "bag", "no")));
    }

    @Test
    void place_ofTheLastAnswer_movesWithTheObject() {
        said(new Result.Detection("face", 0.9, new Box(110, 110, 20, 20)));
        assertThat(vote.at(HERE, true)).containsExactly(new Result.Detection("face", 0.9, new Box(110, 110, 20, 20)));
        assertThat(vote.at(THERE, false)).containsExactly(new Result.Detection("face", 0.9, new Box(320, 220, 40, 40)));
    }

    @Test
    void line_isReadByAllAnswers() {
        Region where = Region.of(new Box(110, 110, 20, 20));
        said(new Result.TextRegion("AB 12", 0.6, where));
        said(new Result.TextRegion("AB 12", 0.6, where));
        said(new Result.TextRegion("A8 12", 0.9, where));
        assertThat(vote.at(HERE, false)).containsExactly(new Result.TextRegion("AB 12", 1.2 / 3, where));
    }

    @Test
    void shapes_areTrueOfTheirOwnPictureAlone() {
        Result mask = new Result.Mask("person", 1, HERE, 1, 1, List.of(0, 1));
        said(mask, new Result.Value("heat", 36.6, "C"));
        assertThat(vote.at(HERE, true)).containsExactly(mask, new Result.Value("heat", 36.6, "C"));
        assertThat(vote.at(THERE, false)).containsExactly(new Result.Value("heat", 36.6, "C"));
    }

    @Test
    void oldAnswers_areForgotten() {
        said(new Result.Classification("child", 1));
        for (int i = 0; i < 9; i++) {
            said(new Result.Classification("adult", 0.5));
        }
        assertThat(vote.at(HERE, true)).containsExactly(new Result.Classification("adult", 0.5));
    }
}
