package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Result.Keypoint;
import dev.osprey.spi.Result.Keypoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Draws bodies by their joints' names; points of other names (hands, faces) stay dots. */
final class SkeletonPainter {
    /** A joint below this score is not drawn, nor a bone to it. */
    static final double MIN_JOINT_SCORE = 0.3;

    private static final Colour RED = new Colour(0xff, 0x2d, 0x2d);
    private static final double SIDE_SHARE = 0.55;
    private static final String[][] BOTH_SIDES = {
        {"eye", "ear"},
        {"ear", "shoulder"},
        {"shoulder", "elbow"},
        {"elbow", "wrist"},
        {"shoulder", "hip"},
        {"hip", "knee"},
        {"knee", "ankle"},
        {"wrist", "thumb"},
        {"wrist", "index"},
        {"wrist", "pinky"},
        {"ankle", "heel"},
        {"ankle", "foot index"},
        {"heel", "foot index"}
    };
    /** Between which joints bones are: those of COCO, and hands and feet where a model finds them. */
    static final List<List<String>> BONES = bones();

    private final Sheet sheet;

    SkeletonPainter(Sheet sheet) {
        this.sheet = sheet;
    }

    private static List<List<String>> bones() {
        List<List<String>> bones = new ArrayList<>(List.of(
                List.of("nose", "left eye"),
                List.of("nose", "right eye"),
                List.of("left shoulder", "right shoulder"),
                List.of("left hip", "right hip"),
                List.of("mouth left", "mouth right")));
        for (String side : List.of("left ", "right ")) {
            for (String[] bone : BOTH_SIDES) {
                bones.add(List.of(side + bone[0], side + bone[1]));
            }
        }
        return List.copyOf(bones);
    }

    /** The upright box around the joints that are drawn, in source pixels. */
    static Optional<Box> bounds(Keypoints body) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Keypoint joint : body.points()) {
            if (seen(joint)) {
                left = Math.min(left, joint.x());
                top = Math.min(top, joint.y());
                right = Math.max(right, joint.x());
                bottom = Math.max(bottom, joint.y());
            }
        }
        return left <= right ? Optional.of(Box.ofCorners(left, top, right, bottom)) : Optional.empty();
    }

    private static boolean seen(Keypoint joint) {
        return joint.score() >= MIN_JOINT_SCORE && Sheet.finite(joint.x(), joint.y());
    }

    void draw(Keypoints body, Colour colour) {
        Map<String, Keypoint> joints = new HashMap<>();
        body.points().stream().filter(SkeletonPainter::seen).forEach(joint -> joints.put(joint.name(), joint));
        List<List<String>> bones =
                BONES.stream().filter(bone -> joints.keySet().containsAll(bone)).toList();
        // One dark edge under the whole body first: bones shall not cut each other.
        int thickness = sheet.thickness();
        for (List<String> bone : bones) {
            stroke(joints, bone, Colour.BLACK, thickness + 2);
        }
        for (List<String> bone : bones) {
            stroke(joints, bone, side(colour, bone), thickness);
        }
        for (Keypoint joint : body.points()) {
            if (seen(joint)) {
                dot(joint, thickness + 2, Colour.BLACK);
                dot(joint, thickness + 1, side(colour, List.of(joint.name())));
            }
        }
    }

    /** The person's left side is paler than the middle, the right side redder. */
    private static Colour side(Colour colour, List<String> names) {
        if (names.stream().allMatch(name -> name.startsWith("left ") || name.endsWith(" left"))) {
            return colour.mixed(Colour.WHITE, SIDE_SHARE);
        }
        return names.stream().allMatch(name -> name.startsWith("right ") || name.endsWith(" right"))
                ? colour.mixed(RED, SIDE_SHARE)
                : colour;
    }

    private void stroke(Map<String, Keypoint> joints, List<String> bone, Colour colour, int thickness) {
        Keypoint from = joints.get(bone.get(0));
        Keypoint to = joints.get(bone.get(1));
        if (from != null && to != null) {
            sheet.stroke(new Point(from.x(), from.y()), new Point(to.x(), to.y()), colour, thickness);
        }
    }

    private void dot(Keypoint joint, int radius, Colour colour) {
        try (org.bytedeco.opencv.opencv_core.Point at = sheet.point(joint.x(), joint.y());
                Scalar scalar = colour.scalar()) {
            circle(sheet.bgr(), at, radius, scalar, FILLED, LINE_AA, 0);
        }
    }
}
