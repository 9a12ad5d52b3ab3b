package dev.osprey.media.source;

/** Who named a source. */
public enum NamedBy {
    /** The operator, in the configuration file. */
    FILE,
    /** Somebody over the network, through page or API. */
    API
}
