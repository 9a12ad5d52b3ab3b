package dev.osprey.toolkit;

/** IEEE 754 half precision (float16), which Java 17 does not know. */
final class Halves {
    private static final int EXPONENT_SHIFT = 10;
    private static final int REBIAS = 127 - 15;

    private Halves() {}

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> EXPONENT_SHIFT & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + REBIAS;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
