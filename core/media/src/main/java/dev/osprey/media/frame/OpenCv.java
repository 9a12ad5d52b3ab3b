package dev.osprey.media.frame;

import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgproc;

/** The process-wide state of OpenCV: one thread a call, since the pipelines share out the cores themselves. */
public final class OpenCv {
    static {
        Loader.load(opencv_imgproc.class);
        setNumThreads(1);
    }

    private OpenCv() {}

    /** Loads the native libraries, once a process; takes some 100 ms the first time. */
    public static void load() {
        // the static initialiser has done it
    }
}
