package dev.osprey.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process, of {@code bin/osprey} mostly, and what it has printed so far. */
final class Launched implements AutoCloseable {
    static final Path HOME =
            Path.of(System.getProperty("osprey.home")).toAbsolutePath().normalize();

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Launched(Process process) {
        this.process = process;
    }

    static Launched osprey(Map<String, String> environment, String... arguments) {
        return OwnHome.SHIPPED.osprey(environment, arguments);
    }

    static Launched process(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Launched launched = new Launched(builder.start());
            Thread reader = new Thread(launched::read, "output of " + command.get(0));
            reader.setDaemon(true);
            reader.start();
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was ended while we read: what it printed until then is kept.
            synchronized (lines) {
                lines.add("(reading ended: " + e.getMessage() + ")");
            }
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /** The first line that the pattern is found in; waits for it. */
    Matcher awaitLine(String regex, Duration within) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + within.toNanos();
        synchronized (lines) {
            int next = 0;
            while (true) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || ended) {
                    throw new AssertionError("no line like '" + regex + "' within " + within.toSeconds()
                            + " s; printed so far:\n" + String.join("\n", lines));
                }
                lines.wait(left);
            }
        }
    }

    int awaitExit(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + within.toSeconds() + " s; printed so far:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks the process to end, as Ctrl-C does. */
    void terminate() {
        process.destroy();
    }

    /** Ends the process at once, as a power cut does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
