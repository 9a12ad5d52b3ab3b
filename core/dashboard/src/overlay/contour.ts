/** The outline of a mask: closed lines, each x, y, x, y, … as shares (0..1) of the mask's box. */
export type Contour = Float32Array[];

/** What is needed of a mask: its grid and its runs. */
export interface Grid {
  columns: number;
  rows: number;
  runs: number[];
}

/* Just under a half, so that a limb of one cell's width is not lost. */
const LEVEL = 0.45;

/** The cells of a run-length grid, row by row: 1 inside, 0 outside. Runs beyond the grid are cut. */
export function cells({ columns, rows, runs }: Grid): Uint8Array {
  const grid = new Uint8Array(columns * rows);
  let at = 0;
  runs.forEach((run, i) => {
    if (i % 2 === 1) {
      grid.fill(1, at, at + run);
    }
    at += run;
  });
  return grid;
}

/** How many cells lie inside. */
export function insideCells(runs: number[]): number {
  return runs.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
}

/*
 * The grid is coarse (a cell is many pixels on the screen), so its own edges are stairs. It is softened (1-2-1 in both
 * directions) and the line of equal height is followed through it, as marching squares do: a line that runs smoothly
 * between the cells, at any size of the screen. Beyond its box a mask is 0 at once, so that the line follows the box's
 * edge exactly there.
 */

/** Follows the edge of what is inside. Fill by the even-odd rule: holes are lines of their own. */
export function contour(grid: Grid): Contour {
  if (!(grid.columns > 0 && grid.rows > 0)) {
    return [];
  }
  const raw = cells(grid);
  const soft = follow(softened(raw, grid.columns, grid.rows), grid.columns, grid.rows);
  // What is too small to be softened is shown as it is.
  return soft.length > 0 ? soft : follow(Float32Array.from(raw), grid.columns, grid.rows);
}

function softened(raw: Uint8Array, columns: number, rows: number): Float32Array {
  const across = new Float32Array(raw.length);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const left = column > 0 ? raw[i - 1] : raw[i];
      const right = column < columns - 1 ? raw[i + 1] : raw[i];
      across[i] = (left + 2 * raw[i] + right) / 4;
    }
  }
  const soft = new Float32Array(raw.length);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const above = row > 0 ? across[i - columns] : across[i];
      const below = row < rows - 1 ? across[i + columns] : across[i];
      soft[i] = (above + 2 * across[i] + below) / 4;
    }
  }
  return soft;
}

/** Sides of a square between four cells' centres, in the order in which a corner's bit is set: 1, 2, 4, 8. */
const TOP = 0;
const RIGHT = 1;
const BOTTOM = 2;
const LEFT = 3;
/** From side to side, what is inside on the left hand. Squares 5 and 10 have two pieces. */
const PIECES: number[][] = [
  [], [LEFT, TOP], [TOP, RIGHT], [LEFT, RIGHT], [RIGHT, BOTTOM], [LEFT, TOP, RIGHT, BOTTOM], [TOP, BOTTOM],
  [LEFT, BOTTOM], [BOTTOM, LEFT], [BOTTOM, TOP], [TOP, RIGHT, BOTTOM, LEFT], [BOTTOM, RIGHT], [RIGHT, LEFT],
  [RIGHT, TOP], [TOP, LEFT], [],
];

function follow(field: Float32Array, columns: number, rows: number): Contour {
  const beyond = (column: number, row: number) => column < 0 || row < 0 || column >= columns || row >= rows;
  const value = (column: number, row: number) => (beyond(column, row) ? 0 : field[row * columns + column]);
  // Each edge between two neighbouring centres has a number, twice that of its upper or left centre, plus 1 if upright.
  const stride = columns + 2;
  const edge = (column: number, row: number, side: number) => {
    const c = column + (side === RIGHT ? 1 : 0) + 1;
    const r = row + (side === BOTTOM ? 1 : 0) + 1;
    return 2 * (r * stride + c) + (side === LEFT || side === RIGHT ? 1 : 0);
  };
  const next = new Map<number, number>();
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const square =
        (value(column, row) >= LEVEL ? 1 : 0) |
        (value(column + 1, row) >= LEVEL ? 2 : 0) |
        (value(column + 1, row + 1) >= LEVEL ? 4 : 0) |
        (value(column, row + 1) >= LEVEL ? 8 : 0);
      const pieces = PIECES[square];
      for (let i = 0; i < pieces.length; i += 2) {
        next.set(edge(column, row, pieces[i]), edge(column, row, pieces[i + 1]));
      }
    }
  }
  const place = (number: number, into: number[]) => {
    const upright = number % 2 === 1;
    const column = ((number >> 1) % stride) - 1;
    const row = Math.floor((number >> 1) / stride) - 1;
    const toColumn = upright ? column : column + 1;
    const toRow = upright ? row + 1 : row;
    const from = value(column, row);
    const share = beyond(column, row) || beyond(toColumn, toRow)
      ? 0.5
      : (LEVEL - from) / (value(toColumn, toRow) - from);
    into.push(
      (column + 0.5 + (upright ? 0 : share)) / columns,
      (row + 0.5 + (upright ? share : 0)) / rows,
    );
  };
  const loops: Contour = [];
  for (const start of next.keys()) {
    const loop: number[] = [];
    for (let at: number | undefined = start; at !== undefined; ) {
      const to = next.get(at);
      next.delete(at);
      if (to !== undefined) {
        place(at, loop);
      }
      at = to;
    }
    if (loop.length > 4) {
      loops.push(Float32Array.from(loop));
    }
  }
  return loops;
}
