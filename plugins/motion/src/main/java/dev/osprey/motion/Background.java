package dev.osprey.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.accumulateWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.time.Duration;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What a camera sees when nothing moves: a grey picture that follows the scene slowly. Learned as the mean of the first
 * pictures, and anew when nearly all of it changes at once. Not thread-safe.
 */
final class Background implements AutoCloseable {
    /** How many times slower the background follows where something has changed. */
    private static final double FOREGROUND_SLOWNESS = 8;

    /** A longer gap between pictures does not count for more, in seconds. */
    private static final double LONGEST_STEP_SECONDS = 1;

    private final MotionSettings settings;
    private final Mat mean = new Mat();
    private final Mat rounded = new Mat();
    private final Mat difference = new Mat();
    private final Mat changed = new Mat();
    private final Mat unchanged = new Mat();

    private int learned;
    private long learningSinceMicros;
    private long lastMicros;

    Background(MotionSettings settings) {
        this.settings = settings;
    }

    /**
     * Compares a picture with the background, which then takes a little of it in.
     *
     * @param grey 8 bits, one channel, always of the same size
     * @return whether there was a background to compare with; {@link #changed} and {@link #difference} hold the result
     */
    boolean compare(Mat grey, long ptsMicros) {
        if (learned == 0 || learning(ptsMicros)) {
            learn(grey, ptsMicros);
            return false;
        }
        mean.convertTo(rounded, CV_8U);
        absdiff(grey, rounded, difference);
        threshold(difference, changed, settings.threshold(), 255, THRESH_BINARY);
        if (changedPercent() > settings.relearn()) {
            learned = 0;
            learn(grey, ptsMicros);
            return false;
        }
        follow(grey, ptsMicros);
        return true;
    }

    /** 255 where the picture differs, else 0. */
    Mat changed() {
        return changed;
    }

    /** By how many grey levels it differs. */
    Mat difference() {
        return difference;
    }

    double changedPercent() {
        return 100.0 * countNonZero(changed) / changed.total();
    }

    private boolean learning(long ptsMicros) {
        return ptsMicros - learningSinceMicros < micros(settings.learn());
    }

    private void learn(Mat grey, long ptsMicros) {
        if (learned == 0) {
            grey.convertTo(mean, CV_32F);
            learningSinceMicros = ptsMicros;
        } else {
            accumulateWeighted(grey, mean, 1.0 / (learned + 1));
        }
        learned++;
        lastMicros = ptsMicros;
    }

    private void follow(Mat grey, long ptsMicros) {
        double seconds = Math.max(0, Math.min(LONGEST_STEP_SECONDS, (ptsMicros - lastMicros) / 1e6));
        lastMicros = ptsMicros;
        double adaptSeconds = micros(settings.adapt()) / 1e6;
        bitwise_not(changed, unchanged);
        accumulateWeighted(grey, mean, weight(seconds / adaptSeconds), unchanged);
        accumulateWeighted(grey, mean, weight(seconds / adaptSeconds / FOREGROUND_SLOWNESS), changed);
    }

    private static double weight(double share) {
        return 1 - Math.exp(-share);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    @Override
    public void close() {
        unchanged.close();
        changed.close();
        difference.close();
        rounded.close();
        mean.close();
    }
}
