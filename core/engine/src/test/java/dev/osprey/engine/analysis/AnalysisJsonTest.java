package dev.osprey.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalysisJsonTest {
    private static String written(Result result) {
        return AnalysisJson.writeFindings(List.of(Finding.of(result))).get(0).toString();
    }

    @Test
    void write_analysis_isTheMessageOfTheFeed() throws Exception {
        Map<String, List<Finding>> results = new LinkedHashMap<>();
        results.put(
                "detect",
                List.of(Finding.of(new Result.Detection("person", 0.7404, new Box(301, 88.04, 141.25, 297)))));
        results.put(
                "bodies",
                List.of(new Finding(new Result.Classification("standing", 1), Optional.of(new Parent("detect", 0)))));
        Analysis analysis = new Analysis(
                "hall",
                1,
                123,
                12_300_000,
                Instant.parse("2026-01-02T03:04:05.000006789Z"),
                960,
                540,
                results,
                Map.of("detect", 47.123));
        assertThat(AnalysisJson.write(analysis))
                .hasToString(
                        """
                        {"type":"analysis","camera":"hall","stream":1,"sequence":123,"pts":12300000,\
                        "capturedAt":"2026-01-02T03:04:05.000006Z","width":960,"height":540,"results":{"detect":[\
                        {"kind":"detection","label":"person","score":0.74,\
                        "box":{"x":301,"y":88,"width":141.2,"height":297}}],"bodies":[{"kind":"classification",\
                        "label":"standing","score":1,"parent":{"stage":"detect","index":0}}]},\
                        "timings":{"detect":47.1}}""");
    }

    @Test
    void writeFindings_ofATrack_hasItBesideTheResult() {
        Finding person = Finding.of(new Result.Classification("standing", 1)).withTrack(7);
        Finding pose = new Finding(new Result.Caption("waves", 1), Optional.of(new Parent("detect", 0)), 7);
        assertThat(AnalysisJson.writeFindings(List.of(person, pose)))
                .hasToString("[{\"kind\":\"classification\",\"label\":\"standing\",\"score\":1,\"track\":7},"
                        + "{\"kind\":\"caption\",\"text\":\"waves\",\"score\":1,\"track\":7,"
                        + "\"parent\":{\"stage\":\"detect\",\"index\":0}}]");
    }

    @Test
    void finding_ofATrackBelowZero_isRefused() {
        Finding finding = Finding.of(new Result.Caption("a hall", 1));
        assertThatThrownBy(() -> finding.withTrack(-1)).hasMessage("track must be >= 0, got -1");
    }

    /** The dashboard's tests read the same file. */
    @Test
    void write_everyKind_isTheExampleThatThePageIsTestedWith() throws Exception {
        Map<String, List<Finding>> results = new LinkedHashMap<>();
        results.put("detect", List.of(Finding.of(new Result.Detection("person", 0.74, new Box(301, 88, 141.2, 297)))));
        results.put(
                "segment",
                List.of(Finding.of(
                        new Result.Mask("person", 1, new Box(0, 0, 960, 540), 6, 4, List.of(7, 3, 3, 4, 7)))));
        Result.Keypoints body = new Result.Keypoints(
                "person",
                0.8,
                List.of(
                        new Result.Keypoint("left shoulder", 400.5, 150, 0.9),
                        new Result.Keypoint("right shoulder", 340, 152, 0.85),
                        new Result.Keypoint("left elbow", 420, 210, 0.29)));
        results.put("bodies", List.of(new Finding(body, Optional.of(new Parent("detect", 0)))));
        Region line = new Region(new Point(600, 100), new Point(700, 110), new Point(697, 140), new Point(597, 130));
        results.put("signs", List.of(Finding.of(new Result.TextRegion("Straße", 0.97, line))));
        results.put(
                "scene",
                List.of(
                        Finding.of(new Result.Classification("indoor", 0.5)),
                        Finding.of(new Result.Caption("a hall", 0.6)),
                        Finding.of(Result.Image.of(Region.of(new Box(1, 2, 3, 4)), 1, 1)),
                        Finding.of(new Result.Value("pressure", 1.5, "bar")),
                        Finding.of(new Result.Attributes(Map.of("colour", "red")))));
        Analysis analysis = new Analysis(
                "hall",
                1,
                123,
                12_300_000,
                Instant.parse("2026-01-02T03:04:05.000006Z"),
                960,
                540,
                results,
                Map.of("detect", 47.1));
        try (InputStream example = AnalysisJsonTest.class.getResourceAsStream("/analysis.json")) {
            assertThat(AnalysisJson.write(analysis))
                    .hasToString(new ObjectMapper().readTree(example).toString());
        }
    }

    @Test
    void write_everyKind_hasItsFields() {
        Box box = new Box(1, 2, 3, 4);
        assertThat(written(new Result.Mask("cup", 0.5, box, 2, 2, List.of(1, 3))))
                .isEqualTo(
                        "{\"kind\":\"mask\",\"label\":\"cup\",\"score\":0.5,"
                                + "\"box\":{\"x\":1,\"y\":2,\"width\":3,\"height\":4},\"columns\":2,\"rows\":2,\"runs\":[1,3]}");
        assertThat(written(new Result.TextRegion("EXIT", 0.25, Region.of(box))))
                .isEqualTo("{\"kind\":\"text\",\"text\":\"EXIT\",\"score\":0.25,"
                        + "\"polygon\":[[1,2],[4,2],[4,6],[1,6]]}");
        assertThat(written(new Result.Keypoints("person", 1, List.of(new Result.Keypoint("nose", 1.26, 2, 0.9)))))
                .isEqualTo("{\"kind\":\"keypoints\",\"label\":\"person\",\"score\":1,"
                        + "\"points\":[{\"name\":\"nose\",\"x\":1.3,\"y\":2,\"score\":0.9}]}");
        assertThat(written(new Result.Caption("a cup", 0.5)))
                .isEqualTo("{\"kind\":\"caption\",\"text\":\"a cup\",\"score\":0.5}");
        assertThat(written(Result.Image.of(Region.of(box), 1, 1)))
                .isEqualTo("{\"kind\":\"image\",\"box\":{\"x\":1,\"y\":2,\"width\":3,\"height\":4},"
                        + "\"width\":1,\"height\":1}");
        assertThat(written(new Result.Value("pressure", 1.25, "bar")))
                .isEqualTo("{\"kind\":\"value\",\"name\":\"pressure\",\"number\":1.25,\"unit\":\"bar\"}");
        assertThat(written(new Result.Attributes(Map.of("b", "2", "a", "1"))))
                .isEqualTo("{\"kind\":\"attributes\",\"values\":{\"a\":\"1\",\"b\":\"2\"}}");
    }
}
