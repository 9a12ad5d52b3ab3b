package dev.osprey.spi;

import java.nio.file.Path;

/** What the host gives a sink when it is made. */
public interface SinkContext {
    /** The name that the sink has in the configuration. */
    String name();

    /** What relative paths in the sink's configuration start from: the server's data folder. */
    Path folder();

    /** A logger named after the sink. */
    System.Logger logger();
}
