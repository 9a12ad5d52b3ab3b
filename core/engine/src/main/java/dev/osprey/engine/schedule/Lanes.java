package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineHealth;
import java.util.ArrayList;
import java.util.List;

/** The lanes: as many as there should be, and beside them those that were given up. Guarded by the scheduler's lock. */
final class Lanes {
    private final Scheduler scheduler;
    private final int wanted;
    private final List<Thread> running = new ArrayList<>();
    private final List<Thread> hanging = new ArrayList<>();
    private int started;

    Lanes(Scheduler scheduler, int wanted) {
        this.scheduler = scheduler;
        this.wanted = wanted;
    }

    /** Starts as many as are missing. */
    void fill() {
        running.removeIf(lane -> !lane.isAlive());
        while (running.size() < wanted) {
            running.add(Lane.start(scheduler, started++));
        }
    }

    /** A lane hangs in a call that will not return. */
    void giveUp(Thread lane) {
        if (running.remove(lane)) {
            hanging.add(lane);
        }
    }

    List<Thread> running() {
        return List.copyOf(running);
    }

    /** How many that were given up still hang. */
    int hanging() {
        hanging.removeIf(lane -> !lane.isAlive());
        return hanging.size();
    }

    EngineHealth health() {
        int alive = (int) running.stream().filter(Thread::isAlive).count();
        return new EngineHealth(alive, wanted, hanging());
    }
}
