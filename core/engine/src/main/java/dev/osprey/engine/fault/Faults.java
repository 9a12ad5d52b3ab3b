package dev.osprey.engine.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Everything that was thrown where nothing should be: contained, said in the log with growing pauses, counted, and told
 * to whoever asks about the process's health. Thread-safe.
 *
 * <p>Threads are the process's, and so is the one instance that production code uses, {@link #OURS}.
 */
public final class Faults {
    public static final Faults OURS = new Faults(System::nanoTime);

    private static final Logger LOG = System.getLogger(Faults.class.getName());

    /** The most places told apart; more are counted as one, so that names without end cost no memory. */
    private static final int MOST_PLACES = 256;

    private static final String OTHERS = "others";
    private static final long FRESH_NANOS = 60_000_000_000L;

    private final LongSupplier nanoClock;

    @GuardedBy("this")
    private final Map<String, Place> places = new TreeMap<>();

    private static final class Place {
        final LogPace pace = new LogPace();
        long count;
        boolean down;
        long atNanos;
        String last = "";
    }

    Faults(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Runs a piece of work; what it throws goes no further. Returns whether it threw nothing. */
    public boolean contain(String where, Runnable work) {
        try {
            work.run();
            return true;
        } catch (Throwable e) { // whatever it is, the caller's thread goes on
            note(where, e);
            return false;
        }
    }

    /** Counts what was thrown and, unless that was done lately, logs it. Throws nothing itself. */
    public void note(String where, Throwable thrown) {
        long times;
        synchronized (this) {
            times = noted(where, thrown, false);
        }
        say(where, thrown, times);
    }

    /** A thread is down, and begins again later. */
    void down(String thread, Throwable thrown) {
        long times;
        synchronized (this) {
            times = noted(thread, thrown, true);
        }
        say(thread, thrown, times);
    }

    @GuardedBy("this")
    private long noted(String where, Throwable thrown, boolean down) {
        String key = places.size() >= MOST_PLACES && !places.containsKey(where) ? OTHERS : where;
        Place place = places.computeIfAbsent(key, name -> new Place());
        place.count++;
        place.down |= down;
        place.atNanos = nanoClock.getAsLong();
        place.last = thrown.toString();
        return place.pace.happened(place.atNanos);
    }

    /** The thread has ended on purpose: what ended it before is history. */
    synchronized void ended(String thread) {
        Place place = places.get(thread);
        if (place != null) {
            place.down = false;
        }
    }

    private static void say(String where, Throwable thrown, long times) {
        if (times == 0) {
            return;
        }
        String more = times == 1 ? "" : " (" + times + " times since it was last said)";
        try {
            LOG.log(Level.ERROR, where + " failed and goes on" + more, thrown);
        } catch (Throwable logging) { // there is nothing left to tell it to
            System.err.println("osprey: " + where + " failed: " + thrown);
        }
    }

    /** How often each place has failed since the start, by its name. */
    public synchronized Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        places.forEach((where, place) -> counts.put(where, place.count));
        return counts;
    }

    /** In words, the threads whose work was ended by an error within the last minute. */
    public synchronized List<String> down() {
        long now = nanoClock.getAsLong();
        List<String> down = new ArrayList<>();
        places.forEach((thread, place) -> {
            if (place.down && now - place.atNanos < FRESH_NANOS) {
                down.add("thread " + thread + " was ended " + (place.count == 1 ? "once" : place.count + " times")
                        + ", at last by " + place.last + ", and begins again");
            }
        });
        return down;
    }
}
