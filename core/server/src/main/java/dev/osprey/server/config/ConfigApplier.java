package dev.osprey.server.config;

import dev.osprey.engine.ConfigException;

/** Makes a configuration that was found valid the running one. */
@FunctionalInterface
public interface ConfigApplier {
    /**
     * Either all of it runs when this returns, or it throws and what ran before still does. May block; calls come one
     * at a time.
     */
    void apply(OspreyConfig next) throws ConfigException;
}
