package dev.osprey.server;

import dev.osprey.engine.ConfigException;
import java.io.IOException;

/** A way in from outside, such as HTTP: started when everything behind it runs, closed before it stops. */
@FunctionalInterface
public interface FrontEnd {
    /** Blocks until it can be reached. */
    AutoCloseable start(Osprey osprey) throws ConfigException, IOException;
}
