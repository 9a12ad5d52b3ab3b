package dev.osprey.spi;

/** The version of this contract. A plugin's jar names the one it was built for in its manifest. */
public final class Spi {
    /** Grows with every change that a plugin compiled before it would not survive. */
    public static final int VERSION = 1;

    /** The manifest attribute in which a plugin's jar names the version it was built for. */
    public static final String MANIFEST_ATTRIBUTE = "Osprey-Spi";

    private Spi() {}
}
