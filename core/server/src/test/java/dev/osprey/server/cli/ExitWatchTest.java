package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExitWatchTest {
    private static final StackTraceElement SHUTDOWN = frame(null, "java.lang.Shutdown", "exit");
    private static final StackTraceElement RUNTIME = frame(null, "java.lang.Runtime", "exit");
    private static final StackTraceElement SYSTEM = frame(null, "java.lang.System", "exit");

    private static StackTraceElement frame(String loader, String className, String method) {
        return new StackTraceElement(loader, null, null, className, method, "File.java", 7);
    }

    private static Map<Thread, StackTraceElement[]> on(String thread, StackTraceElement... stack) {
        return Map.of(new Thread(thread), stack, new Thread("other"), new StackTraceElement[0]);
    }

    @Test
    void caller_plugin_isNamedWithItsThread() {
        assertThat(ExitWatch.caller(
                        on("infer-0", SHUTDOWN, RUNTIME, SYSTEM, frame("plugin-bad", "org.example.Bad", "process"))))
                .hasValue("plugin bad (plugin-bad//org.example.Bad.process(File.java:7)), on thread infer-0,"
                        + " has called System.exit");
    }

    @Test
    void caller_ourOwnMain_isNobody() {
        assertThat(ExitWatch.caller(on("main", SHUTDOWN, RUNTIME, SYSTEM, frame("app", Main.class.getName(), "main"))))
                .isEmpty();
    }

    @Test
    void caller_signal_isNobody() {
        assertThat(ExitWatch.caller(on("SIGTERM handler", SHUTDOWN, frame(null, "java.lang.Terminator$1", "handle"))))
                .isEmpty();
    }

    @Test
    void caller_somebodyElse_isNamedByTheCall() {
        assertThat(ExitWatch.caller(on("worker", RUNTIME, frame("app", "org.example.Library", "stop"))))
                .hasValue("app//org.example.Library.stop(File.java:7), on thread worker, has called System.exit");
    }
}
