package dev.osprey.engine.schedule;

import dev.osprey.engine.fault.LastingThread;

/** A thread that does one task after the other until there shall be no more, or it is given up. */
final class Lane implements Runnable {
    /** Something to do on a lane. */
    @FunctionalInterface
    interface Task {
        /** Returns false if the lane was given up meanwhile. */
        boolean run();
    }

    private final Scheduler scheduler;

    private Lane(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    static Thread start(Scheduler scheduler, int number) {
        Thread thread = LastingThread.of("infer-" + number, new Lane(scheduler));
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        Task task = scheduler.next();
        while (task != null && task.run()) {
            task = scheduler.next();
        }
    }
}
