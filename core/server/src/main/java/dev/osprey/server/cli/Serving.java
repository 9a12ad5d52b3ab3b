package dev.osprey.server.cli;

import dev.osprey.engine.ConfigException;
import dev.osprey.server.Osprey;
import dev.osprey.server.StartOptions;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.access.PrivateFile;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.http.api.HttpFrontEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server from its start until somebody asks the process to end. */
final class Serving {
    /** The file of the data folder in which {@code osprey login} finds the running server. */
    static final String ADDRESS_FILE = "address";

    private static final long END_WITHIN_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Blocks until the process is asked to end; then stops everything in good order. */
    void serve(Home home, Path config, PrintWriter out)
            throws ConfigException, InterruptedException, CommandFailedException {
        HttpFrontEnd web = new HttpFrontEnd();
        StartOptions options =
                StartOptions.of(home.folder(), config).withData(home.data()).withFrontEnds(web);
        Thread hook = new Thread(this::endOnSignal, "shutdown");
        ExitWatch.waitFor(ended);
        try (Osprey osprey = Osprey.start(options)) {
            Runtime.getRuntime().addShutdownHook(hook);
            Path address = osprey.data().resolve(ADDRESS_FILE);
            PrivateFile.write(address, web.url());
            out.println();
            int cameras = osprey.cameras().list().size();
            out.println(
                    "  Osprey watches " + cameras + (cameras == 1 ? " camera" : " cameras") + ". Open the dashboard:");
            out.println();
            out.println("    " + web.loginUrl(AccessRole.ADMIN));
            out.println();
            out.println(
                    "  The address works once, within ten minutes; `bin/osprey login` prints a fresh one. Ctrl-C ends.");
            out.println();
            out.flush();
            asked.await();
            Files.deleteIfExists(address);
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            ended.countDown();
        }
    }

    /** Asks the server to end; may be called by any thread, at any time. */
    void end() {
        asked.countDown();
    }

    private void endOnSignal() {
        end();
        try {
            if (!ended.await(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("osprey: not stopped within " + END_WITHIN_SECONDS + " s; ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
