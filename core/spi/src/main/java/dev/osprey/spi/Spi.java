package dev.osprey.spi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of this contract, and whether a plugin fits it. A plugin's jar names the version that it was built for in
 * its manifest.
 */
public final class Spi {
    /** Grows with every change that a plugin compiled before it would not survive. */
    public static final int MAJOR = 1;

    /** Grows with every addition; from 0 again with the next major. */
    public static final int MINOR = 0;

    /** Major and minor, such as {@code 1.0}. */
    public static final String VERSION = MAJOR + "." + MINOR;

    /** The manifest attribute in which a plugin's jar names the version it was built for. */
    public static final String MANIFEST_ATTRIBUTE = "Osprey-Spi";

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    private Spi() {}

    /**
     * Why a plugin that was built for another version cannot be used here, in words that follow the jar's name; empty
     * if it can: same major, and a minor that is not newer.
     */
    public static Optional<String> refusal(String builtFor) {
        Matcher version = FORM.matcher(builtFor);
        if (!version.matches()) {
            return Optional.of("says " + MANIFEST_ATTRIBUTE + ": '" + builtFor + "', which is no version such as "
                    + VERSION + ": it must be the one it was built for");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major != MAJOR) {
            return Optional.of("was built for version " + builtFor + " of the SPI, and this Osprey has version "
                    + VERSION + ": get a version of the plugin that was built for " + MAJOR + "." + MINOR
                    + " or an older " + MAJOR + ".x");
        }
        return minor <= MINOR
                ? Optional.empty()
                : Optional.of("was built for version " + builtFor + " of the SPI, and this Osprey has version "
                        + VERSION + ", which lacks what came later: get a newer Osprey, or an older version of the"
                        + " plugin");
    }
}
