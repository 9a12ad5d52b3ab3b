package dev.osprey.engine.schedule;

import dev.osprey.engine.fault.LogPace;
import java.util.HashMap;
import java.util.Map;

/**
 * What outlives a stage's instances: counts, what failures are counted for, and what was logged already. Guarded by the
 * scheduler's lock.
 */
final class StageHistory {
    private static final int MOST_KINDS_LOGGED = 64;

    final CallTimes times = new CallTimes();
    final ErrorBudget budget;
    private final Map<String, LogPace> paces = new HashMap<>();
    long errors;
    long timeouts;
    private long lastTimeoutNanos;
    private boolean timedOut;
    String lastError = "";

    StageHistory(ErrorBudget budget) {
        this.budget = budget;
    }

    /** Whether a call that is late is late by itself: not together with one that was counted after it began. */
    boolean isNewIncident(long takenNanos, long nowNanos) {
        if (timedOut && takenNanos - lastTimeoutNanos < 0) {
            return false;
        }
        timedOut = true;
        lastTimeoutNanos = nowNanos;
        return true;
    }

    /** How often it has happened since it was last said; 0 if it is not to be said now. */
    long happened(String kind, long nowNanos) {
        String told = paces.size() < MOST_KINDS_LOGGED || paces.containsKey(kind) ? kind : "others";
        return paces.computeIfAbsent(told, key -> new LogPace()).happened(nowNanos);
    }
}
