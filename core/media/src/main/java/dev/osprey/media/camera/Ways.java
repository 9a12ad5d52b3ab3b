package dev.osprey.media.camera;

import dev.osprey.media.source.Transport;
import java.time.Duration;

/**
 * By which transport the next attempt goes. Where the configuration leaves it open ({@code auto}), TCP is first, and a
 * way that the camera will not serve is followed by the other at once; the one that worked stays. For one thread.
 */
final class Ways {
    private final boolean open;
    private Transport now;
    private boolean triedBoth;
    private boolean turned;

    Ways(StreamOptions options) {
        open = options.transport() == Transport.AUTO
                && options.source().scheme().rtsp();
        now = open ? Transport.TCP : options.transport();
    }

    Transport now() {
        return now;
    }

    /** Turns to the other transport if the trouble may come from this one; false if both were tried since the last. */
    boolean another(Trouble trouble) {
        if (!open || !trouble.transport()) {
            turned = false;
            triedBoth = false;
            return false;
        }
        now = now == Transport.TCP ? Transport.UDP : Transport.TCP;
        turned = true;
        boolean first = !triedBoth;
        triedBoth = first;
        return first;
    }

    /** The camera was live for this long by this way. */
    void well(Duration live) {
        if (!live.isZero()) {
            triedBoth = false;
        }
    }

    /** What is said of it while connecting. */
    String words() {
        return turned ? " over " + now : "";
    }
}
