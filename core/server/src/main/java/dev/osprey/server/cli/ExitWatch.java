package dev.osprey.server.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says who ended the process, if it was a plugin or anybody else who calls {@link System#exit}, and ends it with a
 * status that is not 0.
 *
 * <p>Who calls {@code exit} stands in it until every shutdown hook has returned: so a hook finds the call on that
 * thread's stack.
 */
final class ExitWatch {
    /** The process was ended by somebody who had no right to. */
    static final int STATUS = 1;

    private static final System.Logger LOG = System.getLogger(ExitWatch.class.getName());
    private static final long GOODBYE_SECONDS = 20;

    private static volatile @Nullable CountDownLatch ended;

    private ExitWatch() {}

    /** From now on, while the process lives. */
    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitWatch::look, "exit-watch"));
    }

    /** What is to be waited for before the process ends. */
    static void waitFor(CountDownLatch latch) {
        ended = latch;
    }

    private static void look() {
        Optional<String> caller = caller(Thread.getAllStackTraces());
        if (caller.isEmpty()) {
            return;
        }
        LOG.log(System.Logger.Level.ERROR, caller.get() + ": the process ends, with status " + STATUS);
        CountDownLatch latch = ended;
        try {
            if (latch != null && !latch.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("osprey: not stopped within " + GOODBYE_SECONDS + " s; ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(STATUS);
    }

    /** In words, who has called exit and is not ours; empty if nobody has. */
    static Optional<String> caller(Map<Thread, StackTraceElement[]> stacks) {
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            StackTraceElement[] stack = each.getValue();
            for (int i = 0; i + 1 < stack.length; i++) {
                StackTraceElement next = stack[i + 1];
                if (isExit(stack[i]) && !isExit(next)) {
                    if (next.getClassName().equals(Main.class.getName())) {
                        return Optional.empty();
                    }
                    String loader = next.getClassLoaderName();
                    String who = loader != null && loader.startsWith("plugin-")
                            ? "plugin " + loader.substring("plugin-".length()) + " (" + next + ")"
                            : next.toString();
                    return Optional.of(who + ", on thread " + each.getKey().getName() + ", has called System.exit");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getMethodName().equals("exit")
                && (frame.getClassName().equals("java.lang.System")
                        || frame.getClassName().equals("java.lang.Runtime"));
    }
}
