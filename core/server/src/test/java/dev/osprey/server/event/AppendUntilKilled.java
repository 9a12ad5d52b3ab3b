package dev.osprey.server.event;

import java.nio.file.Path;
import java.time.InstantSource;

/** A process of its own that appends, and says what is on the disk; it is killed in the midst of it. */
public final class AppendUntilKilled {
    private AppendUntilKilled() {}

    /** @param arguments the data folder, a name for this run, how many events */
    public static void main(String[] arguments) {
        EventLog log = new EventLog(
                new SqliteDatabase(Path.of(arguments[0])),
                Path.of(arguments[0]),
                LogOptions.DEFAULT,
                InstantSource.system());
        int count = Integer.parseInt(arguments[2]);
        for (int i = 0; i < count; i++) {
            String text = arguments[1] + "-" + i;
            log.append(NewEvent.of(TestEvents.text("hall", text)))
                    .thenAccept(stored -> System.out.println(stored.number() + " " + text))
                    .exceptionally(e -> {
                        e.printStackTrace();
                        return null;
                    });
            while (log.figures().waiting() > 2_000) {
                Thread.onSpinWait();
            }
        }
        log.close();
    }
}
