package dev.osprey.media.camera;

import java.time.Duration;

/**
 * How long a stream is borne whose packets bring no key frame: after the timeout it is said, after four times as long
 * the camera is asked anew, as many send a key frame to who has just come. As this costs a camera with rare key frames
 * the one that was due, each further time waits twice as long. For one thread.
 */
final class KeyFramePatience {
    private static final int ANEW_AFTER = 4;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Duration words;
    private Duration anew;
    private long beganNanos;
    private boolean waiting;

    KeyFramePatience(Duration timeout) {
        words = timeout;
        anew = timeout.multipliedBy(ANEW_AFTER);
    }

    /** A new connection. */
    void begin() {
        waiting = false;
    }

    /** A packet came that is no key frame, and none was one before. */
    void packet(long nowNanos) {
        if (!waiting) {
            waiting = true;
            beganNanos = nowNanos;
        }
    }

    /** A key frame came. */
    void satisfied() {
        waiting = false;
        anew = words.multipliedBy(ANEW_AFTER);
    }

    /** Whether it is time to say it. */
    boolean impatient(long nowNanos) {
        return waiting && waited(nowNanos).compareTo(words) > 0;
    }

    /** Whether it is time to connect anew; the next time is later. */
    boolean over(long nowNanos) {
        if (!waiting || waited(nowNanos).compareTo(anew) <= 0) {
            return false;
        }
        waiting = false;
        anew = anew.multipliedBy(2).compareTo(LONGEST) < 0 ? anew.multipliedBy(2) : LONGEST;
        return true;
    }

    String words(long nowNanos) {
        return "packets arrive, but no key frame for " + Trouble.seconds(waited(nowNanos))
                + ": set the camera's key frame (I-frame) interval to 1 or 2 s";
    }

    private Duration waited(long nowNanos) {
        return Duration.ofNanos(nowNanos - beganNanos);
    }
}
