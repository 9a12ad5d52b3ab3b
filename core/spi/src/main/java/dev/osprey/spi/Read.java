package dev.osprey.spi;

import java.util.Objects;

/** A read that a stage declares: which part of the picture, and in which form. See {@link StageSpec#withReads}. */
public final class Read {
    /** Which part of the picture is read. */
    public enum Part {
        /** {@link Input#region()} as it is. */
        REGION,
        /** The whole picture, whatever the region. */
        PICTURE,
        /** Any region: one that the stage works out. */
        ANY
    }

    private final Part part;
    private final PixelSpec form;

    private Read(Part part, PixelSpec form) {
        this.part = Objects.requireNonNull(part, "part");
        this.form = Objects.requireNonNull(form, "form");
    }

    /** @param form a width or height of 0 stands for any */
    public static Read of(Part part, PixelSpec form) {
        return new Read(part, form);
    }

    public Part part() {
        return part;
    }

    public PixelSpec form() {
        return form;
    }

    /** Whether a read of this region of the input, in this form, is the one declared. */
    public boolean allows(Input input, Region region, PixelSpec spec) {
        boolean rightPart =
                switch (part) {
                    case REGION -> region.equals(input.region());
                    case PICTURE -> region.equals(Region.of(input.frame()));
                    case ANY -> true;
                };
        int width = form.width() == 0 ? 0 : spec.width();
        int height = form.height() == 0 ? 0 : spec.height();
        return rightPart && form.equals(spec.withSize(width, height));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Read that && part == that.part && form.equals(that.form);
    }

    @Override
    public int hashCode() {
        return 31 * part.hashCode() + form.hashCode();
    }

    @Override
    public String toString() {
        return part + " as " + form;
    }
}
