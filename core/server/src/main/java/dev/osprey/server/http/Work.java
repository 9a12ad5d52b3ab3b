package dev.osprey.server.http;

import dev.osprey.engine.ConfigException;
import dev.osprey.server.event.StoreUnavailableException;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Does on a worker thread what may block, and goes on with the answer on the request's event loop. */
public final class Work {
    private final WorkerExecutor workers;

    public Work(WorkerExecutor workers) {
        this.workers = workers;
    }

    public <T> void then(RoutingContext context, Callable<T> blocking, Consumer<T> answer) {
        workers.<T>executeBlocking(blocking, false).onComplete(done -> {
            if (context.response().closed() || context.response().ended()) {
                return;
            }
            if (done.failed()) {
                context.fail(readable(done.cause()));
                return;
            }
            try {
                answer.accept(done.result());
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
    }

    public void json(RoutingContext context, int status, Callable<?> blocking) {
        then(context, blocking, value -> Replies.json(context, status, value));
    }

    private static Throwable readable(Throwable cause) {
        if (cause instanceof StoreUnavailableException away) {
            return HttpFailure.unavailable(String.valueOf(away.getMessage()));
        }
        return cause instanceof ConfigException refused ? HttpFailure.of(refused) : cause;
    }
}
