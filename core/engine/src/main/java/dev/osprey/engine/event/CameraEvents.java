package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens before one camera, told from what its pipeline finds: the lives of tracked objects, zones, lines and
 * rules. Events come in the order in which they became sure, each with the time of its own picture, which may be a little
 * before that of the one told last. Called by one thread at a time, with times that do not go back.
 */
public final class CameraEvents {
    /** Of open objects; further ones are passed over until there is room. */
    public static final int MOST_OBJECTS = 1000;

    /* As long as the tracker waits, and as it counts: what comes back in time is the same object. */
    private static final Duration GONE = Duration.ofSeconds(3);
    private static final Duration NO_PICTURES = Duration.ofSeconds(30);
    private static final Duration NOT_LOOKED_AT = Duration.ofMinutes(10);

    private final String camera;
    private final String run;
    private final Map<Long, Watched> objects = new LinkedHashMap<>();
    private final Map<Long, Integer> lives = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST_OBJECTS;
        }
    };
    private Scene scene = Scene.EMPTY;
    private @Nullable Scene next;
    private List<ZoneWatch> zones = List.of();
    private List<LineWatch> lines = List.of();
    private List<Mask> masks = List.of();
    private List<RuleWatch> rules = List.of();
    private Instant lastAnalysis;
    private @Nullable CameraState state;

    /** An area in which nothing counts. */
    private record Mask(Zone zone, Hours hours) {
        boolean covers(Look look, Result.Detection detection) {
            return zone.filter().wants(detection.label())
                    && zone.polygon().contains(look.spot(zone.filter().anchor()))
                    && hours.cover(look.at());
        }
    }

    /**
     * Nothing is open yet.
     *
     * @param started when the feed began whose tracks these are; makes the objects' ids unique over restarts
     */
    public CameraEvents(String camera, Instant started, Scene scene) {
        this.camera = camera;
        this.run = Long.toString(started.toEpochMilli(), Character.MAX_RADIX);
        this.lastAnalysis = started;
        this.next = scene;
    }

    /** From the next analysis on, or the next second, this is watched for; open objects go on. */
    public void scene(Scene other) {
        next = other;
    }

    /** How many objects are open, those that are not sure yet too. */
    public int open() {
        return objects.size();
    }

    /** What one picture has brought. */
    public List<Event> analysed(Analysis analysis) {
        Instant at = analysis.capturedAt();
        lastAnalysis = at;
        Told told = begin(at);
        analysis.results().forEach((stage, findings) -> look(analysis, stage, findings, told));
        endThoseGone(at, told);
        rules.forEach(rule -> rule.analysed(analysis, objects::get, told));
        settle(at, told);
        return told.events();
    }

    /** Called once a second: what time alone has brought. */
    public List<Event> tick(Instant now) {
        Told told = begin(now);
        if (Duration.between(lastAnalysis, now).compareTo(NO_PICTURES) >= 0) {
            endAll(now, "no pictures", told);
        } else if (state != CameraState.LOST) {
            new ArrayList<>(objects.values()).forEach(object -> {
                if (Duration.between(object.lastSeen(), now).compareTo(NOT_LOOKED_AT) >= 0) {
                    end(object, now, "not looked at any more", told);
                } else {
                    judge(object, now, told);
                }
            });
        }
        rules.forEach(rule -> rule.tick(now, told));
        settle(now, told);
        return told.events();
    }

    /** The camera was lost or is back; said again, it changes nothing. */
    public List<Event> state(CameraState now, Instant at, String reason) {
        Told told = begin(at);
        CameraState before = state;
        state = now;
        if (now == CameraState.LOST && before != CameraState.LOST) {
            told.add(told.event(EventType.CAMERA_LOST, at)
                    .withSeverity(Severity.WARNING)
                    .withReason(reason));
        } else if (now == CameraState.LIVE && before == CameraState.LOST) {
            told.add(told.event(EventType.CAMERA_BACK, at));
        }
        rules.forEach(rule -> rule.camera(now, at, reason, told));
        return told.events();
    }

    /** Ends all that is open; nothing is called afterwards. */
    public List<Event> close(Instant at, String reason) {
        Told told = new Told(camera, rules);
        endAll(at, reason, told);
        zones.forEach(zone -> zone.count(objects.values(), at, told, true));
        rules.forEach(rule -> rule.close(at, reason, told));
        return told.events();
    }

    private Told begin(Instant at) {
        Scene wanted = next;
        if (wanted == null) {
            return new Told(camera, rules);
        }
        next = null;
        List<RuleWatch> before = rules;
        Told told = new Told(camera, before);
        change(wanted, at, told);
        Told after = new Told(camera, rules);
        told.events().forEach(after::add);
        return after;
    }

    private void change(Scene wanted, Instant at, Told told) {
        boolean sameClock = scene.timezone().equals(wanted.timezone());
        Map<String, ZoneWatch> zonesBefore = new HashMap<>();
        zones.forEach(zone -> zonesBefore.put(zone.name(), zone));
        List<ZoneWatch> zonesNow = new ArrayList<>();
        for (Zone zone : wanted.zones()) {
            ZoneWatch fresh = new ZoneWatch(zone, wanted.timezone(), dwells(zone, wanted.rules()));
            ZoneWatch old = zonesBefore.remove(zone.name());
            zonesNow.add(old == null ? fresh : fresh.after(old));
        }
        zonesBefore.values().forEach(removed -> objects.values().forEach(object -> {
            removed.gone(object, at, "the zone was removed", told);
            object.forgetZone(removed.name());
        }));
        for (Line line : scene.lines()) {
            if (!wanted.lines().contains(line)) {
                objects.values().forEach(object -> object.forgetLine(line.name()));
            }
        }
        Map<Rule, RuleWatch> rulesBefore = new HashMap<>();
        rules.forEach(rule -> rulesBefore.put(rule.rule(), rule));
        List<RuleWatch> rulesNow = new ArrayList<>();
        for (Rule rule : wanted.rules()) {
            RuleWatch old = sameClock ? rulesBefore.remove(rule) : null;
            rulesNow.add(old == null ? RuleWatch.of(rule, wanted.timezone()) : old);
        }
        rulesBefore.values().forEach(removed -> removed.close(at, "the rule was changed or removed", told));
        CameraState now = state;
        if (now != null) {
            rulesNow.stream().filter(rule -> !rules.contains(rule)).forEach(rule -> rule.camera(now, at, "", told));
        }
        zones = List.copyOf(zonesNow);
        lines = wanted.lines().stream()
                .map(line -> new LineWatch(line, wanted.timezone()))
                .toList();
        masks = wanted.masks().stream()
                .map(mask -> new Mask(mask, new Hours(mask.filter().schedule(), wanted.timezone())))
                .toList();
        rules = List.copyOf(rulesNow);
        scene = wanted;
    }

    private static List<Duration> dwells(Zone zone, List<Rule> rules) {
        return rules.stream()
                .map(Rule::condition)
                .filter(Condition.Dwelt.class::isInstance)
                .map(Condition.Dwelt.class::cast)
                .filter(dwelt -> dwelt.zone().equals(zone.name()))
                .map(Condition.Dwelt::time)
                .distinct()
                .sorted()
                .toList();
    }

    private void look(Analysis analysis, String stage, List<Finding> findings, Told told) {
        Instant at = analysis.capturedAt();
        for (Finding finding : findings) {
            if (finding.track() != 0
                    && finding.parent().isEmpty()
                    && finding.result() instanceof Result.Detection detection) {
                Look look = new Look(at, detection.box(), analysis.width(), analysis.height());
                Watched object = objects.get(finding.track());
                if (object == null) {
                    if (objects.size() >= MOST_OBJECTS) {
                        continue;
                    }
                    object = new Watched(id(finding.track()), stage, finding.track(), look);
                    objects.put(finding.track(), object);
                }
                see(object, look, detection, told);
            }
        }
        for (Watched object : objects.values()) {
            if (object.stage().equals(stage) && object.lastSeen().isBefore(at)) {
                object.miss(at);
                judge(object, at, told);
            }
        }
    }

    /* A number that comes again after its object has ended is another life of it. */
    private String id(long track) {
        int life = lives.merge(track, 1, Integer::sum);
        return camera + "-" + run + "-" + track + (life == 1 ? "" : "-" + life);
    }

    private void see(Watched object, Look look, Result.Detection detection, Told told) {
        boolean masked = masks.stream().anyMatch(mask -> mask.covers(look, detection));
        object.see(look, detection, !masked);
        zones.forEach(zone -> zone.see(object, masked));
        lines.forEach(line -> line.see(object, masked));
        if (object.becomesSure()) {
            tell(EventType.OBJECT_NEW, object, look.at(), told);
        }
        judge(object, look.at(), told);
    }

    private void judge(Watched object, Instant at, Told told) {
        if (!object.isSure()) {
            return;
        }
        zones.forEach(zone -> zone.judge(object, at, told));
        lines.forEach(line -> line.judge(object, at, told));
        rules.forEach(rule -> rule.object(object, at, told));
        if (object.hasNews(at)) {
            tell(EventType.OBJECT_UPDATE, object, at, told);
        }
    }

    private static void tell(EventType type, Watched object, Instant at, Told told) {
        Subject subject = object.subject(Optional.empty());
        object.tell(subject, at);
        told.add(told.event(type, at).withSubject(subject));
    }

    private void endThoseGone(Instant at, Told told) {
        for (Watched object : new ArrayList<>(objects.values())) {
            if (object.missedSince()
                    .filter(since -> Duration.between(since, at).compareTo(GONE) > 0)
                    .isPresent()) {
                end(object, at, "not seen any more", told);
            }
        }
    }

    private void endAll(Instant at, String reason, Told told) {
        new ArrayList<>(objects.values()).forEach(object -> end(object, at, reason, told));
    }

    private void end(Watched object, Instant at, String reason, Told told) {
        if (object.isSure()) {
            lines.forEach(line -> line.gone(object, at, told));
            zones.forEach(zone -> zone.gone(object, object.lastSeen(), reason, told));
        }
        rules.forEach(rule -> rule.gone(object, at, reason, told));
        objects.remove(object.track());
        if (object.isSure()) {
            told.add(told.event(EventType.OBJECT_END, at)
                    .withSubject(object.subject(Optional.of(object.lastSeen())))
                    .withReason(reason));
        } else {
            lives.merge(object.track(), -1, Integer::sum);
        }
    }

    /** What concerns all objects together, once each was looked at. */
    private void settle(Instant at, Told told) {
        for (ZoneWatch zone : zones) {
            zone.count(objects.values(), at, told, false);
            rules.forEach(rule -> rule.counted(zone, at, told));
        }
        rules.forEach(rule -> rule.keepHours(at, told));
    }
}
