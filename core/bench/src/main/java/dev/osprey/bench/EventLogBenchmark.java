package dev.osprey.bench;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import dev.osprey.server.config.StoreConfig;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.NewEvent;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.spi.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events a second that are on the disk: of the log, each waited for and a hundred at once, and of SQLite alone with a
 * table of a number and the same text.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventLogBenchmark {
    private static final int MANY = 100;

    private final Event event = Event.of(EventType.OBJECT_UPDATE, "hall", Instant.parse("2026-11-24T05:50:41.120Z"))
            .withSubject(new Subject(
                    "hall-m3k2-7",
                    "detect",
                    7,
                    "person",
                    0.74,
                    new Box(301, 88, 141, 297),
                    960,
                    540,
                    Instant.parse("2026-11-24T05:50:36.040Z"),
                    Optional.empty(),
                    List.of("counter")));
    private final String data = NewEvent.of(event).data();
    private final Deque<CompletableFuture<StoredEvent>> underWay = new ArrayDeque<>();
    private Path folder;
    private EventLog log;
    private Connection bare;
    private PreparedStatement insert;

    @Setup
    public void open() throws IOException, SQLException {
        folder = Files.createTempDirectory(Path.of("."), "bench-events");
        log = EventLog.open(folder, StoreConfig.DEFAULT, InstantSource.system());
        bare = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
        try (Statement statement = bare.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE event (number INTEGER PRIMARY KEY, data TEXT NOT NULL)");
        }
        bare.setAutoCommit(false);
        insert = bare.prepareStatement("INSERT INTO event (data) VALUES (?)");
    }

    @TearDown
    public void close() throws IOException, SQLException {
        log.close();
        bare.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(each);
            }
        }
    }

    @Benchmark
    public StoredEvent logSingly() {
        return log.append(NewEvent.of(event)).join();
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public StoredEvent logHundred() {
        List<NewEvent> events = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            events.add(NewEvent.of(event));
        }
        return log.appendAll(events).get(MANY - 1).join();
    }

    /** A hundred under way at any time, as from many cameras: group commit. */
    @Benchmark
    public int logUnderWay() {
        underWay.addLast(log.append(NewEvent.of(event)));
        if (underWay.size() >= MANY) {
            underWay.removeFirst().join();
        }
        return underWay.size();
    }

    @Benchmark
    public void bareSingly() throws SQLException {
        insert.setString(1, data);
        insert.executeUpdate();
        bare.commit();
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public void bareHundred() throws SQLException {
        for (int i = 0; i < MANY; i++) {
            insert.setString(1, data);
            insert.addBatch();
        }
        insert.executeBatch();
        bare.commit();
    }
}
