package dev.osprey.toolkit.decode;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Region;

/**
 * An upright grid over a part of the source picture, and where the map that a model gives shows each of its cells. The
 * map may be of a letterboxed, turned or slanted region: what it does not show is in no cell.
 */
public final class MaskGrid {
    private final Box area;
    private final int columns;
    private final int rows;
    private final int mapColumns;
    private final int mapRows;
    private final double[] toMap;

    private MaskGrid(Box area, int columns, int rows, int mapColumns, int mapRows, double[] toMap) {
        this.area = area;
        this.columns = columns;
        this.rows = rows;
        this.mapColumns = mapColumns;
        this.mapRows = mapRows;
        this.toMap = toMap;
    }

    /**
     * A grid whose cells are no finer than the map's, nor than the source's pixels.
     *
     * @param area what the grid covers, in source pixels; of some area
     * @param mapping from the model's input, in pixels, to the source picture
     * @param inputWidth of the model's input, in pixels
     * @param inputHeight of the model's input, in pixels
     * @param mapColumns of the map that the model gives of its whole input
     * @param mapRows of the map that the model gives of its whole input
     * @param mostCells a side, at least 1
     */
    public static MaskGrid over(
            Box area, Mapping mapping, int inputWidth, int inputHeight, int mapColumns, int mapRows, int mostCells) {
        if (!(area.area() > 0)) {
            throw new IllegalArgumentException("a grid must cover some area, got " + area);
        }
        if (mostCells < 1) {
            throw new IllegalArgumentException("mostCells must be >= 1, got " + mostCells);
        }
        Region seen = mapping.toSource(new Box(0, 0, inputWidth, inputHeight));
        double cellWidth = seen.width() / mapColumns;
        double cellHeight = seen.height() / mapRows;
        if (!seen.isUpright()) {
            cellWidth = Math.min(cellWidth, cellHeight);
            cellHeight = cellWidth;
        }
        return new MaskGrid(
                area,
                cells(area.width(), cellWidth, mostCells),
                cells(area.height(), cellHeight, mostCells),
                mapColumns,
                mapRows,
                inverse(mapping, (double) mapColumns / inputWidth, (double) mapRows / inputHeight));
    }

    /** Called for each cell that the map shows. */
    public interface Visitor {
        /**
         * @param cell in row-major order
         * @param x of the cell's centre, in the map's cells: 0.5 is the centre of its first column
         * @param y of the cell's centre, in the map's cells: 0.5 is the centre of its first row
         */
        void visit(int cell, double x, double y);
    }

    /** Visits the cells that the map shows, row by row. */
    public void forEach(Visitor visitor) {
        double width = area.width() / columns;
        double height = area.height() / rows;
        for (int cell = 0; cell < columns * rows; cell++) {
            int row = cell / columns;
            double sourceX = area.x() + (cell - row * columns + 0.5) * width;
            double sourceY = area.y() + (row + 0.5) * height;
            double w = toMap[6] * sourceX + toMap[7] * sourceY + toMap[8];
            double x = (toMap[0] * sourceX + toMap[1] * sourceY + toMap[2]) / w;
            double y = (toMap[3] * sourceX + toMap[4] * sourceY + toMap[5]) / w;
            if (x >= 0 && y >= 0 && x <= mapColumns && y <= mapRows) {
                visitor.visit(cell, x, y);
            }
        }
    }

    /** What the grid covers, in source pixels. */
    public Box area() {
        return area;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** How many cells there are. */
    public int size() {
        return columns * rows;
    }

    private static int cells(double length, double cellLength, int most) {
        // A thousandth of a cell is rounding, not worth a cell.
        return (int) Math.max(1, Math.min(most, Math.ceil(length / Math.max(1, cellLength) - 1e-3)));
    }

    /** The mapping turned round, and scaled to the map: up to a factor, which the division by w takes out. */
    private static double[] inverse(Mapping m, double scaleX, double scaleY) {
        return new double[] {
            scaleX * (m.m11() * m.m22() - m.m12() * m.m21()),
            scaleX * (m.m02() * m.m21() - m.m01() * m.m22()),
            scaleX * (m.m01() * m.m12() - m.m02() * m.m11()),
            scaleY * (m.m12() * m.m20() - m.m10() * m.m22()),
            scaleY * (m.m00() * m.m22() - m.m02() * m.m20()),
            scaleY * (m.m02() * m.m10() - m.m00() * m.m12()),
            m.m10() * m.m21() - m.m11() * m.m20(),
            m.m01() * m.m20() - m.m00() * m.m21(),
            m.m00() * m.m11() - m.m01() * m.m10()
        };
    }
}
