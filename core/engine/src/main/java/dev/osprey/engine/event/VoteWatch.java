package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rule on what stages call an object, as voted over its track, or the whole picture, as it is now. */
final class VoteWatch extends RuleWatch {
    private static final int ENOUGH = 3;

    private final Optional<String> stage;
    private final Function<Result, @Nullable Named> names;
    private final Predicate<String> wanted;
    private final Duration time;
    private final Map<Key, Votes> votes = new HashMap<>();

    /** What a result calls something. */
    private record Named(String name, double score) {}

    private record Key(String stage, long track) {}

    private VoteWatch(
            Rule rule,
            ZoneId timezone,
            Optional<String> stage,
            Function<Result, @Nullable Named> names,
            Predicate<String> wanted,
            Duration time) {
        super(rule, timezone);
        this.stage = stage;
        this.names = names;
        this.wanted = wanted;
        this.time = time;
    }

    static RuleWatch classified(Rule rule, Condition.Classified condition, ZoneId timezone) {
        return new VoteWatch(
                rule, timezone, condition.stage(), VoteWatch::label, condition.labels()::contains, condition.time());
    }

    static RuleWatch attribute(Rule rule, Condition.Attribute condition, ZoneId timezone) {
        Pattern matches = Pattern.compile(condition.matches());
        return new VoteWatch(
                rule,
                timezone,
                condition.stage(),
                result -> attribute(result, condition.name()),
                value -> matches.matcher(value).matches(),
                condition.time());
    }

    private static @Nullable Named label(Result result) {
        return switch (result.kind()) {
            case CLASSIFICATION, DETECTION -> {
                Result.Scored scored = (Result.Scored) result;
                yield new Named(scored.label(), scored.score());
            }
            case MASK, TEXT, KEYPOINTS, CAPTION, IMAGE, VALUE, ATTRIBUTES -> null;
        };
    }

    private static @Nullable Named attribute(Result result, String name) {
        String value = result instanceof Result.Attributes attributes
                ? attributes.values().get(name)
                : null;
        return value == null ? null : new Named(value, 1);
    }

    /* Without a timing the stage did not look: its answers are those of before, and were counted. */
    @Override
    void analysed(Analysis analysis, LongFunction<@Nullable Watched> objects, Told told) {
        Instant at = analysis.capturedAt();
        analysis.results().forEach((from, findings) -> {
            if (stage.isEmpty() || stage.get().equals(from)) {
                ofPicture(from, findings, at, told);
                for (Finding finding : findings) {
                    Watched object = finding.track() == 0 ? null : objects.apply(finding.track());
                    Named named = object == null ? null : names.apply(finding.result());
                    if (object != null
                            && named != null
                            && analysis.timingsMillis().containsKey(from)) {
                        vote(new Key(from, object.track()), named, object, at, told);
                    }
                }
            }
        });
    }

    private void vote(Key key, Named named, Watched object, Instant at, Told told) {
        Votes cast = votes.computeIfAbsent(key, unused -> new Votes());
        cast.add(named.name(), named.score());
        if (!object.isSure()) {
            return;
        }
        boolean enough = cast.cast() >= ENOUGH;
        boolean holds = wanted.test(cast.leader());
        judge(key, enough && holds, enough && !holds, time, Duration.ZERO, at, told, () -> told.event(
                        EventType.RULE_RAISED, at, object)
                .withText(cast.leader()));
    }

    private void ofPicture(String from, List<Finding> findings, Instant at, Told told) {
        Named best = null;
        for (Finding finding : findings) {
            Named named = finding.track() == 0
                            && finding.parent().isEmpty()
                            && !(finding.result() instanceof Result.Detection)
                    ? names.apply(finding.result())
                    : null;
            if (named != null && (best == null || named.score() > best.score())) {
                best = named;
            }
        }
        if (best != null) {
            String name = best.name();
            boolean holds = wanted.test(name);
            judge(new Key(from, 0), holds, !holds, time, time, at, told, () -> told.event(EventType.RULE_RAISED, at)
                    .withText(name));
        }
    }

    @Override
    void gone(Watched object, Instant at, String reason, Told told) {
        votes.keySet().removeIf(key -> key.track() == object.track());
        for (Object key : keys()) {
            if (((Key) key).track() == object.track()) {
                drop(key, at, reason, told);
            }
        }
    }
}
