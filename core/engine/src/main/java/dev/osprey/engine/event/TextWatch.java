package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rule on what is read: each text that matches is a thing of its own. */
final class TextWatch extends RuleWatch {
    private static final int MOST_TEXTS = 256;
    private static final int LONGEST = 1000;
    private static final int SURE = 2;
    private static final int OFTEN_MISSED = 3;
    private static final Duration UNSEEN = Duration.ofSeconds(3);

    private final Condition.Text condition;
    private final Pattern matches;
    private final Set<String> readers = new HashSet<>();
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    TextWatch(Rule rule, Condition.Text condition, ZoneId timezone) {
        super(rule, timezone);
        this.condition = condition;
        this.matches = Pattern.compile(condition.matches());
    }

    private static final class Sighting {
        private int seen;
        private int missed;
        private Instant lastSeen = Instant.MIN;
    }

    @Override
    void analysed(Analysis analysis, LongFunction<@Nullable Watched> objects, Told told) {
        Instant at = analysis.capturedAt();
        Set<String> read = new HashSet<>();
        boolean looked = false;
        for (Map.Entry<String, List<Finding>> entry : analysis.results().entrySet()) {
            String stage = entry.getKey();
            List<Finding> findings = entry.getValue();
            if (reads(stage, findings) && (findings.isEmpty() || looksNow(analysis, stage))) {
                looked = true;
                collect(findings, read);
            }
        }
        if (looked) {
            read.forEach(text -> see(text, at));
            forget(read, at);
            judgeAll(at, told);
        }
    }

    /** Whether it is a stage that reads; where the rule names none, one that has read something before. */
    private boolean reads(String stage, List<Finding> findings) {
        if (condition.stage().isPresent()) {
            return condition.stage().get().equals(stage);
        }
        if (findings.stream().anyMatch(finding -> finding.result() instanceof Result.TextRegion)) {
            readers.add(stage);
        }
        return readers.contains(stage);
    }

    /** What a stage gives without a timing is what it read before. */
    private static boolean looksNow(Analysis analysis, String stage) {
        return analysis.timingsMillis().containsKey(stage);
    }

    private void collect(List<Finding> findings, Set<String> read) {
        for (Finding finding : findings) {
            if (finding.result() instanceof Result.TextRegion region
                    && region.text().length() <= LONGEST
                    && matches.matcher(region.text()).matches()) {
                read.add(region.text());
            }
        }
    }

    private void see(String text, Instant at) {
        if (sightings.size() < MOST_TEXTS || sightings.containsKey(text)) {
            Sighting sighting = sightings.computeIfAbsent(text, key -> new Sighting());
            sighting.seen++;
            sighting.missed = 0;
            sighting.lastSeen = at;
        }
    }

    private void forget(Set<String> read, Instant at) {
        sightings.forEach((text, sighting) -> {
            if (!read.contains(text)) {
                sighting.missed++;
            }
        });
    }

    private void judgeAll(Instant at, Told told) {
        for (Iterator<Map.Entry<String, Sighting>> each = sightings.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Sighting> entry = each.next();
            Sighting sighting = entry.getValue();
            boolean over = sighting.missed >= OFTEN_MISSED
                    && Duration.between(sighting.lastSeen, at).compareTo(UNSEEN) >= 0;
            judge(
                    entry.getKey(),
                    sighting.seen >= SURE && !over,
                    over,
                    Duration.ZERO,
                    Duration.ZERO,
                    at,
                    told,
                    () -> told.event(EventType.RULE_RAISED, at).withText(entry.getKey()));
            if (over) {
                each.remove();
            }
        }
    }
}
