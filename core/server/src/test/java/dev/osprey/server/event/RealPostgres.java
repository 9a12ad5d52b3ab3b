package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of this machine's, started on a free port with a database of its own. Tests that need it are skipped
 * where it is not installed: it is Debian's package {@code postgresql}.
 */
public final class RealPostgres implements AutoCloseable {
    private final Path folder;
    private final Path programs;
    private final int port;

    private RealPostgres(Path folder, Path programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    public static RealPostgres start() throws Exception {
        Optional<Path> programs = programs();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
        Path folder = Files.createTempDirectory("osprey-postgres");
        if (root()) {
            done(new ProcessBuilder("chown", "postgres", folder.toString()));
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        RealPostgres postgres = new RealPostgres(folder, programs.get(), port);
        done(postgres.command("initdb", "-D", postgres.data(), "-A", "trust", "-U", "osprey", "-N", "-E", "UTF8"));
        postgres.begin();
        return postgres;
    }

    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(folders::add);
            }
        }
        return folders.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    /** It refuses to run as root. */
    private ProcessBuilder command(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (root()) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.add(programs.resolve(program).toString());
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words).directory(folder.toFile());
    }

    private static void done(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("%s ends", command.command())
                .isTrue();
        assertThat(process.exitValue()).as("%s", command.command()).isZero();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Blocks until it answers. */
    public void begin() throws Exception {
        done(command(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-t",
                "50",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -h 127.0.0.1 -k " + folder + " -F -c max_connections=20",
                "start"));
    }

    /** All connections are cut, as if the machine had gone. */
    public void cut() throws Exception {
        done(command("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop"));
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Database database() {
        return new PostgresDatabase(url(), "osprey", null);
    }

    @Override
    public void close() throws Exception {
        Process stop = command("pg_ctl", "-D", data(), "-m", "immediate", "stop")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        stop.waitFor(30, TimeUnit.SECONDS);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }
}
