package dev.osprey.server.scene;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pictures show one camera's objects best: large, sure, and whole. An object has one from the moment that it is
 * told of, and a better one takes its place. For one thread at a time.
 */
final class BestPictures {
    private static final double CLEARLY_BETTER = 1.15;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final double CUT_OFF = 0.5;

    private final Desk desk;
    private final Map<Long, Best> objects = new HashMap<>();

    private static final class Best {
        private final Subject subject;
        private double worth;
        private Instant taken = Instant.MIN;

        Best(Subject subject) {
            this.subject = subject;
        }
    }

    BestPictures(Desk desk) {
        this.desk = desk;
    }

    /** To be called before these events are told. */
    void look(Analysis analysis, Picture picture, List<Event> events) {
        for (Event event : events) {
            event.subject().ifPresent(subject -> {
                if (event.type() == EventType.OBJECT_NEW) {
                    objects.put(subject.track(), new Best(subject));
                } else if (event.type() == EventType.OBJECT_END) {
                    objects.remove(subject.track());
                }
            });
        }
        if (!objects.isEmpty()) {
            analysis.results()
                    .forEach((stage, findings) -> findings.forEach(finding -> {
                        Best best = finding.track() == 0 ? null : objects.get(finding.track());
                        if (best != null
                                && best.subject.stage().equals(stage)
                                && finding.result() instanceof Result.Detection detection) {
                            look(best, analysis, picture, finding, detection);
                        }
                    }));
        }
    }

    private void look(Best best, Analysis analysis, Picture picture, Finding finding, Result.Detection detection) {
        double worth = worth(detection.score(), detection.box(), analysis.width(), analysis.height());
        boolean first = best.taken.equals(Instant.MIN);
        if (first
                || worth > best.worth * CLEARLY_BETTER
                        && Duration.between(best.taken, analysis.capturedAt()).compareTo(BETWEEN) >= 0) {
            best.worth = worth;
            best.taken = analysis.capturedAt();
            Analysis drawn = analysis.withResults(Map.of(best.subject.stage(), List.of(finding)));
            desk.picture(best.subject.object(), best.subject.startedAt(), drawn, picture);
        }
    }

    /** Of a picture of an object: its score by the root of its share of the picture; half if the picture cuts it off. */
    static double worth(double score, Box box, int width, int height) {
        double share = Math.sqrt(box.width() * box.height() / ((double) width * height));
        boolean whole =
                box.x() > 1 && box.y() > 1 && box.x() + box.width() < width - 1 && box.y() + box.height() < height - 1;
        return score * share * (whole ? 1 : CUT_OFF);
    }

    void forget() {
        objects.clear();
    }
}
