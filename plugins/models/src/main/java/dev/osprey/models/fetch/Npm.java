package dev.osprey.models.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Gets a package's tarball through npm's own command line, so that the machine's settings for npm hold. */
final class Npm {
    private static final int SHOWN_CHARS = 1_500;

    private final List<String> command;
    private final Duration deadline;
    private final Duration report;
    private final Consumer<String> log;

    /**
     * @param command how npm is started, such as {@code npm}
     * @param deadline after which a download is given up
     * @param report how often a line says that it is still going on
     */
    Npm(List<String> command, Duration deadline, Duration report, Consumer<String> log) {
        this.command = List.copyOf(command);
        this.deadline = deadline;
        this.report = report;
        this.log = log;
    }

    /**
     * Downloads one package.
     *
     * @param coordinates such as {@code name@1.0.0}
     * @param folder an empty folder for the tarball
     */
    Path pack(String coordinates, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        command.stream(),
                        Stream.of("pack", coordinates, "--silent", "--ignore-scripts", "--pack-destination", "."))
                .toList());
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createFile(folder.resolve("no-input")).toFile()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new FetchException(
                    "npm could not be started (" + e.getMessage() + "). The first build fetches " + coordinates
                            + " with it: install Node.js, or point -Dosprey.models.cache at a folder that a build has filled",
                    e);
        }
        try {
            await(process, coordinates);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        if (process.exitValue() != 0) {
            throw new FetchException("npm pack " + coordinates + " failed with exit code " + process.exitValue() + ": "
                    + tail(Files.readString(output, StandardCharsets.UTF_8))
                    + "\nIs the network there? A folder that a build has filled can be given by -Dosprey.models.cache");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new FetchException("npm pack " + coordinates + " left no .tgz in " + folder));
        }
    }

    private void await(Process process, String coordinates) throws InterruptedException {
        long start = System.nanoTime();
        while (!process.waitFor(report.toMillis(), TimeUnit.MILLISECONDS)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(deadline) > 0) {
                throw new FetchException("npm pack " + coordinates + " took longer than " + deadline.toSeconds()
                        + " s and was stopped; build again to go on");
            }
            log.accept("still fetching " + coordinates + ", " + waited.toSeconds() + " s");
        }
    }

    private static String tail(String text) {
        String trimmed = text.strip();
        return trimmed.length() <= SHOWN_CHARS ? trimmed : "... " + trimmed.substring(trimmed.length() - SHOWN_CHARS);
    }
}
