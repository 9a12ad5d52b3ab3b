package dev.osprey.server.camera;

/** Numbers as people read them. */
final class Views {
    private Views() {}

    static double tenths(double value) {
        return Double.isFinite(value) ? Math.rint(value * 10) / 10 : 0;
    }

    static double hundredths(double value) {
        return Double.isFinite(value) ? Math.rint(value * 100) / 100 : 0;
    }
}
