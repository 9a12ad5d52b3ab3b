package dev.osprey.media.frame;

import dev.osprey.spi.Mapping;

/** Arithmetic of mappings. */
final class Homographies {
    private Homographies() {}

    /** First the second, then the first. */
    static Mapping product(Mapping a, Mapping b) {
        return new Mapping(
                a.m00() * b.m00() + a.m01() * b.m10() + a.m02() * b.m20(),
                a.m00() * b.m01() + a.m01() * b.m11() + a.m02() * b.m21(),
                a.m00() * b.m02() + a.m01() * b.m12() + a.m02() * b.m22(),
                a.m10() * b.m00() + a.m11() * b.m10() + a.m12() * b.m20(),
                a.m10() * b.m01() + a.m11() * b.m11() + a.m12() * b.m21(),
                a.m10() * b.m02() + a.m11() * b.m12() + a.m12() * b.m22(),
                a.m20() * b.m00() + a.m21() * b.m10() + a.m22() * b.m20(),
                a.m20() * b.m01() + a.m21() * b.m11() + a.m22() * b.m21(),
                a.m20() * b.m02() + a.m21() * b.m12() + a.m22() * b.m22());
    }

    /**
     * The way back.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Mapping inverse(Mapping m) {
        double c00 = m.m11() * m.m22() - m.m12() * m.m21();
        double c01 = m.m12() * m.m20() - m.m10() * m.m22();
        double c02 = m.m10() * m.m21() - m.m11() * m.m20();
        double determinant = m.m00() * c00 + m.m01() * c01 + m.m02() * c02;
        if (!(Math.abs(determinant) > 1e-12)) {
            throw new IllegalArgumentException("the region shown must have an area, and no two sides that cross");
        }
        // What only scales, turns and shifts keeps a last row of 0, 0, 1.
        boolean affine = m.m20() == 0 && m.m21() == 0;
        double by = affine ? m.m00() * m.m11() - m.m01() * m.m10() : determinant;
        return new Mapping(
                c00 / by,
                (m.m02() * m.m21() - m.m01() * m.m22()) / by,
                (m.m01() * m.m12() - m.m02() * m.m11()) / by,
                c01 / by,
                (m.m00() * m.m22() - m.m02() * m.m20()) / by,
                (m.m02() * m.m10() - m.m00() * m.m12()) / by,
                c02 / by,
                (m.m01() * m.m20() - m.m00() * m.m21()) / by,
                (m.m00() * m.m11() - m.m01() * m.m10()) / by);
    }
}
