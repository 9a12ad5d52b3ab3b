package dev.osprey.detect;

/** A box in pixels of the model's input, and the class of what it holds; refilled for each. */
final class Candidate {
    float left;
    float top;
    float right;
    float bottom;
    int classIndex;

    void setCentre(float centreX, float centreY, float width, float height) {
        left = centreX - width / 2;
        top = centreY - height / 2;
        right = centreX + width / 2;
        bottom = centreY + height / 2;
    }

    /** Whether the box is of some finite area. */
    boolean isSound() {
        return right > left
                && bottom > top
                && Float.isFinite(left)
                && Float.isFinite(top)
                && Float.isFinite(right)
                && Float.isFinite(bottom);
    }
}
