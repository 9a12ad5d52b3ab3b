package dev.osprey.server.cli;

import java.util.Optional;

/**
 * Ends this process in good order when the one that started it is gone: a build tool that is killed leaves its children
 * behind.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** Runs {@code onGone} on a thread of the JDK when the parent process has ended; at once if there is none left. */
    static void start(Runnable onGone) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        if (parent.isEmpty()) {
            onGone.run();
            return;
        }
        parent.get().onExit().thenRun(onGone);
    }
}
