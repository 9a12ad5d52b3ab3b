package dev.osprey.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.spi.Result;

/** How much two masks of the live feed have in common, whatever their grids. */
final class MaskOverlap {
    /** Points a side at which the two are compared: as fine as any grid that a stage gives. */
    private static final int POINTS = 512;

    private MaskOverlap() {}

    static boolean isMask(JsonNode node) {
        return node.path("kind").asText().equals(Result.Mask.KIND.jsonName())
                && node.path("columns").asInt() > 0
                && node.path("rows").asInt() > 0;
    }

    /** Intersection over union, 0..1. */
    static double iou(JsonNode one, JsonNode two) {
        double left = Math.min(number(one, "x"), number(two, "x"));
        double top = Math.min(number(one, "y"), number(two, "y"));
        double right = Math.max(number(one, "x") + number(one, "width"), number(two, "x") + number(two, "width"));
        double bottom = Math.max(number(one, "y") + number(one, "height"), number(two, "y") + number(two, "height"));
        boolean[] first = cells(one);
        boolean[] second = cells(two);
        int both = 0;
        int either = 0;
        for (int i = 0; i < POINTS * POINTS; i++) {
            double x = left + (i % POINTS + 0.5) / POINTS * (right - left);
            double y = top + (i / POINTS + 0.5) / POINTS * (bottom - top);
            boolean inFirst = isInside(one, first, x, y);
            boolean inSecond = isInside(two, second, x, y);
            both += inFirst && inSecond ? 1 : 0;
            either += inFirst || inSecond ? 1 : 0;
        }
        return either == 0 ? 1 : (double) both / either;
    }

    private static boolean isInside(JsonNode mask, boolean[] cells, double x, double y) {
        int columns = mask.path("columns").asInt();
        int rows = mask.path("rows").asInt();
        double column = Math.floor((x - number(mask, "x")) / number(mask, "width") * columns);
        double row = Math.floor((y - number(mask, "y")) / number(mask, "height") * rows);
        return column >= 0 && row >= 0 && column < columns && row < rows && cells[(int) (row * columns + column)];
    }

    private static boolean[] cells(JsonNode mask) {
        boolean[] cells =
                new boolean[mask.path("columns").asInt() * mask.path("rows").asInt()];
        int at = 0;
        boolean inside = false;
        for (JsonNode run : mask.path("runs")) {
            for (int end = at + run.asInt(); at < end; at++) {
                cells[at] = inside;
            }
            inside = !inside;
        }
        return cells;
    }

    private static double number(JsonNode mask, String key) {
        return mask.path("box").path(key).asDouble();
    }
}
