package dev.osprey.media.frame;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Who took and gave back the references of a picture. Remembers nothing unless the system property
 * {@code osprey.pictures} is {@code paranoid}, since a stack costs more than a picture. Thread-safe.
 */
class Holders {
    private static final Holders FORGETFUL = new Holders();
    private static final int KEPT = 16;

    static Holders create() {
        return "paranoid".equals(System.getProperty("osprey.pictures")) ? new Remembering() : FORGETFUL;
    }

    void taken() {}

    void given() {}

    /** What to add to the message of a misuse. */
    String describe() {
        return " (run with -Dosprey.pictures=paranoid to see where)";
    }

    private static final class Remembering extends Holders {
        private final Deque<Throwable> events = new ArrayDeque<>();

        @Override
        void taken() {
            add("retained here");
        }

        @Override
        void given() {
            add("given back here");
        }

        private synchronized void add(String what) {
            if (events.size() == KEPT) {
                events.removeFirst();
            }
            events.addLast(new Throwable(what + " by " + Thread.currentThread().getName()));
        }

        @Override
        String describe() {
            List<Throwable> copy;
            synchronized (this) {
                copy = List.copyOf(events);
            }
            StringWriter text = new StringWriter();
            PrintWriter writer = new PrintWriter(text);
            writer.println();
            copy.forEach(event -> event.printStackTrace(writer));
            writer.flush();
            return text.toString();
        }
    }
}
