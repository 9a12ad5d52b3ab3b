package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageErrorsTest {
    private final StageErrors errors = new StageErrors();

    private static Analysis analysis(Map<String, List<Finding>> results, Map<String, String> errors) {
        return new Analysis("hall", 1, 0, 0, Instant.EPOCH, 64, 48, results, Map.of(), errors);
    }

    @Test
    void words_stageThatWasNotDueAgain_isStillSaid() {
        errors.note(analysis(Map.of(), Map.of("detect", "out of use: broken")));
        errors.note(analysis(Map.of("motion", List.of()), Map.of()));

        assertThat(errors.words()).isEqualTo("stage detect: out of use: broken");
    }

    @Test
    void words_stageThatRanAgain_isSaidNoLonger() {
        errors.note(analysis(Map.of(), Map.of("detect", "broken", "pose", "short of memory")));
        errors.note(analysis(Map.of("detect", List.of()), Map.of()));

        assertThat(errors.words()).isEqualTo("stage pose: short of memory");
    }

    @Test
    void words_resultsThatWereCut_areStillSaid() {
        errors.note(analysis(Map.of("detect", List.of()), Map.of("detect", "returned 5 results")));

        assertThat(errors.words()).isEqualTo("stage detect: returned 5 results");
    }
}
