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

/** A line of fewer numbers is not ironed: there would be nothing left of it. */
const SHORT = 40;

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
 * edge exactly there. What is left of the stairs is ironed out of the line itself.
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
  // With a rim of one cell outside all around. Each edge between two neighbouring centres has a number: twice that of
  // its upper or left centre, plus 1 if it is upright.
  const stride = columns + 2;
  const inside = new Uint8Array(stride * (rows + 2));
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      inside[(row + 1) * stride + column + 1] = field[i] >= LEVEL ? 1 : 0;
    }
  }
  const sides = [0, 3, 2 * stride, 1];
  const next = new Int32Array(2 * inside.length).fill(-1);
  const starts: number[] = [];
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const at = row * stride + column;
      const square = inside[at] | (inside[at + 1] << 1) | (inside[at + stride + 1] << 2) | (inside[at + stride] << 3);
      const pieces = PIECES[square];
      for (let i = 0; i < pieces.length; i += 2) {
        const from = 2 * at + sides[pieces[i]];
        next[from] = 2 * at + sides[pieces[i + 1]];
        starts.push(from);
      }
    }
  }
  const beyond = (column: number, row: number) => column < 0 || row < 0 || column >= columns || row >= rows;
  const place = (number: number, into: number[]) => {
    const upright = number % 2 === 1;
    const column = ((number >> 1) % stride) - 1;
    const row = Math.floor((number >> 1) / stride) - 1;
    const toColumn = upright ? column : column + 1;
    const toRow = upright ? row + 1 : row;
    const at = row * columns + column;
    const share = beyond(column, row) || beyond(toColumn, toRow)
      ? 0.5
      : (LEVEL - field[at]) / (field[toRow * columns + toColumn] - field[at]);
    into.push(
      (column + 0.5 + (upright ? 0 : share)) / columns,
      (row + 0.5 + (upright ? share : 0)) / rows,
    );
  };
  const lines: Contour = [];
  for (const start of starts) {
    const line: number[] = [];
    for (let at = start; next[at] >= 0; ) {
      place(at, line);
      const to = next[at];
      next[at] = -1;
      at = to;
    }
    if (line.length > 0) {
      lines.push(line.length < SHORT ? Float32Array.from(line) : ironed(line));
    }
  }
  return lines;
}

/**
 * Draws each point of a closed line between its neighbours, twice, and leaves every other one out. What is on the
 * box's edge stays there.
 */
function ironed(line: number[]): Float32Array {
  const atEdge = (of: Float32Array, i: number) => of[i] === 0 || of[i] === 1;
  let from = Float32Array.from(line);
  for (let pass = 0; pass < 2; pass++) {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const before = from[i < 2 ? i + from.length - 2 : i - 2];
      const after = from[(i + 2) % from.length];
      to[i] = atEdge(from, i) ? from[i] : (before + 2 * from[i] + after) / 4;
    }
    from = to;
  }
  return from.filter((_, i, all) => i % 4 < 2 || atEdge(all, i) || atEdge(all, i ^ 1));
}
