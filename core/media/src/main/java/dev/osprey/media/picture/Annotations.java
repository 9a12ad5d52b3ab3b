package dev.osprey.media.picture;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws what was found onto a picture of any size, as the dashboard does: grounds first, then lines, and words last, so
 * that nothing covers a word.
 */
final class Annotations {
    /** A mask or a skeleton, which is named at the end, unless a box does. */
    private record Shape(String label, String words, Colour colour, Box area) {}

    /** @param area in pixels of the sheet */
    private record Named(String label, Box area) {}

    private final Sheet sheet;
    private final Chips chips;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Named> named = new ArrayList<>();
    private int notes;

    private Annotations(Mat bgr, Analysis analysis, Lettering lettering) {
        sheet = new Sheet(bgr, (double) bgr.cols() / analysis.width(), (double) bgr.rows() / analysis.height());
        chips = new Chips(bgr, lettering);
    }

    /** @param bgr 8 bits, [H, W, 3]; the whole picture the analysis is of, at any scale */
    static void draw(Mat bgr, Analysis analysis) {
        draw(bgr, analysis, Lettering.best());
    }

    static void draw(Mat bgr, Analysis analysis, Lettering lettering) {
        Annotations annotations = new Annotations(bgr, analysis, lettering);
        analysis.results().forEach((stage, findings) -> annotations.masks(findings));
        analysis.results().forEach(annotations::lines);
        analysis.results().forEach((stage, findings) -> annotations.bodies(findings));
        annotations.words();
    }

    private void masks(List<Finding> findings) {
        MaskPainter painter = new MaskPainter(sheet);
        Map<String, Integer> counts = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.result() instanceof Result.Mask mask) {
                int index = counts.merge(mask.label(), 1, Integer::sum) - 1;
                Colour colour = finding.track() == Finding.NO_TRACK
                        ? Colour.of(mask.label(), index)
                        : Colour.ofTrack(finding.track(), mask.label());
                painter.draw(mask, colour);
                String name = name(mask.label(), finding.track());
                String words = mask.score() == 1 ? name : scored(name, mask.score());
                MaskPainter.place(mask)
                        .ifPresent(box -> shapes.add(new Shape(mask.label(), words, colour, sheet.place(box))));
            }
        }
    }

    private void bodies(List<Finding> findings) {
        SkeletonPainter painter = new SkeletonPainter(sheet);
        for (Finding finding : findings) {
            if (finding.result() instanceof Result.Keypoints body) {
                Colour colour = Colour.ofTrack(finding.track(), body.label());
                painter.draw(body, colour);
                String words = scored(name(body.label(), finding.track()), body.score());
                SkeletonPainter.bounds(body)
                        .ifPresent(box -> shapes.add(new Shape(body.label(), words, colour, sheet.place(box))));
            }
        }
    }

    /** Boxes, lines of text, and what is said of the whole picture. */
    private void lines(String stage, List<Finding> findings) {
        for (Finding finding : findings) {
            line(stage, finding).run();
        }
    }

    private Runnable line(String stage, Finding finding) {
        Result result = finding.result();
        return switch (result.kind()) {
            case DETECTION -> () -> detection(stage, (Result.Detection) result, finding.track());
            case TEXT -> () -> text(stage, (Result.TextRegion) result);
            case CLASSIFICATION -> () -> note(stage, scored((Result.Classification) result));
            case CAPTION -> () -> note(stage, ((Result.Caption) result).text());
            case VALUE -> () -> note(stage, reading((Result.Value) result));
            case ATTRIBUTES -> () ->
                    note(stage, ((Result.Attributes) result).values().toString());
            case MASK, KEYPOINTS -> () -> {}; // before and after the lines
            case IMAGE -> () -> {}; // another picture, not words on this one
        };
    }

    private static String scored(Result.Scored scored) {
        return scored(scored.label(), scored.score());
    }

    private static String reading(Result.Value value) {
        return String.format(Locale.ROOT, "%s %.3g %s", value.name(), value.number(), value.unit());
    }

    private void words() {
        for (Shape shape : shapes) {
            Point middle = shape.area().centre();
            if (named.stream().noneMatch(box -> box.label().equals(shape.label()) && holds(box.area(), middle))) {
                chips.add(shape.words(), shape.colour(), shape.area());
                named.add(new Named(shape.label(), shape.area()));
            }
        }
        chips.draw();
    }

    private static boolean holds(Box box, Point point) {
        return point.x() >= box.x() && point.x() <= box.right() && point.y() >= box.y() && point.y() <= box.bottom();
    }

    /** Which of them, where the object is followed. */
    private static String name(String label, long track) {
        return track == Finding.NO_TRACK ? label : label + " #" + track;
    }

    private static String scored(String label, double score) {
        return Double.isFinite(score) ? String.format(Locale.ROOT, "%s %.0f%%", label, 100 * score) : label;
    }

    /** What only says where (a region of motion is labelled like its stage) gets a thin line and no name. */
    private void detection(String stage, Result.Detection detection, long track) {
        Box box = detection.box();
        if (!Sheet.finite(box.x(), box.y(), box.width(), box.height())) {
            return;
        }
        Colour colour = Colour.ofTrack(track, detection.label());
        boolean named = !detection.label().equals(stage);
        outline(Region.of(box), colour, named ? sheet.thickness() : 1);
        if (named) {
            Box area = sheet.place(box);
            this.named.add(new Named(detection.label(), area));
            chips.add(scored(name(detection.label(), track), detection.score()), colour, area);
        }
    }

    private void text(String stage, Result.TextRegion text) {
        if (!corners(text.region()).stream().allMatch(corner -> Sheet.finite(corner.x(), corner.y()))) {
            return;
        }
        Colour colour = Colour.of(stage);
        outline(text.region(), colour, sheet.thickness());
        Box area = sheet.place(text.region().bounds());
        chips.keepFree(area);
        chips.add(text.text(), colour, area);
    }

    private static List<Point> corners(Region region) {
        return List.of(region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft());
    }

    private void outline(Region region, Colour colour, int thickness) {
        List<Point> corners = corners(region);
        for (boolean edge : new boolean[] {true, false}) {
            for (int i = 0; i < corners.size(); i++) {
                Point to = corners.get((i + 1) % corners.size());
                sheet.stroke(corners.get(i), to, edge ? Colour.BLACK : colour, edge ? thickness + 2 : thickness);
            }
        }
    }

    /** Words about the whole picture: one below the other in its corner. */
    private void note(String stage, String words) {
        int bottom = 4 + chips.height() + notes++ * (chips.height() + 3);
        chips.add(stage + ": " + words, Colour.of(stage), new Box(4, bottom, 0, 0));
    }
}
