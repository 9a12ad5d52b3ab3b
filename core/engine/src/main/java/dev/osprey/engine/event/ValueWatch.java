package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Result;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A rule on readings: of the whole picture, or of each object that a stage reads something of. */
final class ValueWatch extends RuleWatch {
    private final Condition.Value condition;

    ValueWatch(Rule rule, Condition.Value condition, ZoneId timezone) {
        super(rule, timezone);
        this.condition = condition;
    }

    private record Key(String stage, String name, long track) {}

    @Override
    void analysed(Analysis analysis, LongFunction<@Nullable Watched> objects, Told told) {
        analysis.results().forEach((stage, findings) -> {
            if (condition.stage().isEmpty() || condition.stage().get().equals(stage)) {
                for (Finding finding : findings) {
                    if (finding.result() instanceof Result.Value value) {
                        judge(stage, value, finding, objects.apply(finding.track()), analysis.capturedAt(), told);
                    }
                }
            }
        });
    }

    private void judge(
            String stage, Result.Value value, Finding finding, @Nullable Watched object, Instant at, Told told) {
        boolean named = condition.name().isEmpty() || condition.name().get().equals(value.name());
        boolean ofPicture = finding.track() == 0 && finding.parent().isEmpty();
        if (!named || !(ofPicture || (object != null && object.isSure()))) {
            return;
        }
        judge(
                new Key(stage, value.name(), finding.track()),
                condition.bounds().broken(value.number()),
                condition.bounds().kept(value.number()),
                condition.time(),
                condition.time(),
                at,
                told,
                () -> (object == null
                                ? told.event(EventType.RULE_RAISED, at)
                                : told.event(EventType.RULE_RAISED, at, object))
                        .withValue(value.number())
                        .withText(value.name()));
    }

    @Override
    void gone(Watched object, Instant at, String reason, Told told) {
        for (Object key : keys()) {
            if (((Key) key).track() == object.track()) {
                drop(key, at, reason, told);
            }
        }
    }
}
