import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Analysis, KeyPoint, Result } from '../src/live/protocol';
import { Analyses, type StageResults } from '../src/overlay/analyses';
import { type Area, Chips, overlap, place } from '../src/overlay/chips';
import { colorOf, colorOfTrack, shaded, shadeOf } from '../src/overlay/colors';
import { cells, contour, insideCells } from '../src/overlay/contour';
import { drawStages } from '../src/overlay/draw';
import { maskPlace } from '../src/overlay/mask';
import { BONES, bonesOf, bounds } from '../src/overlay/skeleton';
import { inWords } from '../src/ui/found';

/** The very line that the server's tests compare with what the server writes. */
const written = JSON.parse(
  readFileSync(new URL('../../engine/src/test/resources/analysis.json', import.meta.url), 'utf8'),
) as Analysis;

const PLACE = { x: 0, y: 0, width: 960, height: 540 };

interface Stroke {
  how: 'fill' | 'stroke' | 'fillText' | 'strokeRect' | 'fillRect';
  style: string;
  alpha: number;
  path: [number, number][];
  words: string;
  x: number;
  y: number;
}

/** A canvas that notes what is drawn on it; a letter is seven pixels wide. */
function notingCanvas() {
  const strokes: Stroke[] = [];
  const kept: { globalAlpha: number }[] = [];
  let path: [number, number][] = [];
  const note = (how: Stroke['how'], style: string, words = '', x = 0, y = 0) =>
    strokes.push({ how, style, alpha: g.globalAlpha, path: [...path], words, x, y });
  const g = {
    globalAlpha: 1, fillStyle: '', strokeStyle: '', lineWidth: 1, lineJoin: '', lineCap: '', font: '', textBaseline: '',
    save: () => kept.push({ globalAlpha: g.globalAlpha }),
    restore: () => Object.assign(g, kept.pop()),
    beginPath: () => (path = []),
    closePath: () => undefined,
    moveTo: (x: number, y: number) => path.push([x, y]),
    lineTo: (x: number, y: number) => path.push([x, y]),
    rect: () => undefined,
    clip: () => undefined,
    setLineDash: () => undefined,
    arc: (x: number, y: number) => path.push([x, y]),
    fill: () => note('fill', g.fillStyle),
    stroke: () => note('stroke', g.strokeStyle),
    strokeRect: (x: number, y: number) => note('strokeRect', g.strokeStyle, '', x, y),
    fillRect: (x: number, y: number) => note('fillRect', g.fillStyle, '', x, y),
    fillText: (words: string, x: number, y: number) => note('fillText', g.fillStyle, words, x, y),
    measureText: (words: string) => ({ width: 7 * [...words].length }),
  };
  return { g: g as unknown as CanvasRenderingContext2D, strokes };
}

function stage(name: string, results: Result[], ageMicros = 0, shapes = 1): StageResults {
  return { stage: name, results, width: 960, height: 540, ageMicros, shapes };
}

function drawn(...stages: StageResults[]): Stroke[] {
  const { g, strokes } = notingCanvas();
  drawStages(g, PLACE, stages);
  return strokes;
}

const wordsOf = (strokes: Stroke[]) => strokes.filter(({ how }) => how === 'fillText').map(({ words }) => words);
const numbersOf = (strokes: Stroke[]) => strokes.flatMap(({ path, x, y }) => [x, y, ...path.flat()]);

describe('drawing what the server writes', () => {
  const analyses = new Analyses();
  analyses.add(written);
  const { stages } = analyses.match({ stream: 1, ptsMicros: written.pts, captureMicros: 0 });
  const strokes = drawn(...stages);

  test('text_isDrawnAroundItsLineAndWritten', () => {
    const corners = [[600, 100], [700, 110], [697, 140], [597, 130]];
    expect(strokes.some(({ how, path }) => how === 'stroke' && String(path) === String(corners))).toBe(true);
    expect(wordsOf(strokes)).toContain('Straße');
  });

  test('mask_isFilledBetweenTheCellsOfItsRuns', () => {
    const filled = strokes.filter(({ how, alpha }) => how === 'fill' && alpha < 0.5);
    expect(filled).toHaveLength(1);
    expect(filled[0].style).toBe(colorOf('person'));
    const xs = filled[0].path.map(([x]) => x);
    const ys = filled[0].path.map(([, y]) => y);
    // Columns 1 to 4 of 6, rows 1 and 2 of 4: within half a cell.
    expect(Math.min(...xs)).toBeGreaterThan(80);
    expect(Math.max(...xs)).toBeLessThan(880);
    expect(Math.min(...ys)).toBeGreaterThan(60);
    expect(Math.max(...ys)).toBeLessThan(480);
  });

  test('body_hasABoneBetweenItsSureJointsAlone', () => {
    const bone = [[400.5, 150], [340, 152]];
    expect(strokes.some(({ path }) => String(path) === String(bone))).toBe(true);
    expect(numbersOf(strokes)).not.toContain(420);
  });

  test('person_isNamedOnceForBoxMaskAndBody', () => {
    expect(wordsOf(strokes).filter((words) => words.startsWith('person'))).toEqual(['person 74%']);
  });

  test('everyKind_isListedInWords', () => {
    const words = Object.entries(written.results).flatMap(([name, results]) =>
      results.map((result) => Object.values(inWords(result, name, written.width, written.height)).join('|')));
    expect(words).toEqual([
      'person||74%', 'person|29% of the picture|', 'person|2 of 3 joints|80%', '“Straße”||97%', 'indoor||50%',
      '“a hall”||60%', 'scene|image|', 'pressure||1.50 bar', 'colour: red||',
    ]);
  });
});

describe('drawing', () => {
  const mask = (box = { x: 100, y: 100, width: 200, height: 200 }): Result =>
    ({ kind: 'mask', label: 'cup', score: 0.5, box, columns: 4, rows: 4, runs: [5, 2, 2, 2, 5] });

  test('masksOfOneLabel_areToldApartByShade', () => {
    const strokes = drawn(stage('segment', [mask(), mask({ x: 500, y: 100, width: 200, height: 200 })]));
    const styles = strokes.filter(({ how, alpha }) => how === 'fill' && alpha < 0.5).map(({ style }) => style);
    expect(styles).toEqual([colorOf('cup'), shadeOf('cup', 1)]);
    expect(new Set(styles).size).toBe(2);
    expect(wordsOf(strokes)).toEqual(['cup 50%', 'cup 50%']);
  });

  test('objectThatIsFollowed_hasItsNumberItsColourAndATrail', () => {
    const box = { x: 100, y: 100, width: 40, height: 80 };
    const person: Result = { kind: 'detection', label: 'person', score: 0.7, track: 3, box };
    const body: Result = { kind: 'keypoints', label: 'person', track: 3, points: [{ name: 'nose', x: 120, y: 110, score: 1 }] };
    const trails = new Map<number, [number, number][]>([[3, [[120, 180], [110, 180], [100, 180]]]]);
    const strokes = drawn({ ...stage('detect', [person]), trails }, stage('pose', [body]));
    expect(wordsOf(strokes)).toEqual(['person #3 70%']);
    const steps = strokes.filter(({ how, path }) => how === 'stroke' && path.length === 2);
    expect(steps.map(({ path }) => path)).toEqual([[[120, 180], [110, 180]], [[110, 180], [100, 180]]]);
    expect(steps[1].alpha).toBeLessThan(steps[0].alpha);
    const color = colorOfTrack(3, 'person');
    expect(strokes.filter(({ how }) => how === 'strokeRect')[1].style).toBe(color);
    expect([...steps, ...strokes.filter(({ how }) => how === 'fill')].every(({ style }) => style === color || style.startsWith('rgba'))).toBe(true);
  });

  test('oldShapes_fadeAndGoWhileBoxesStay', () => {
    const box: Result = { kind: 'detection', label: 'dog', score: 1, box: { x: 1, y: 1, width: 9, height: 9 } };
    const body: Result = { kind: 'keypoints', label: 'dog', points: [{ name: 'nose', x: 700, y: 400, score: 1 }] };
    const fading = drawn(stage('s', [mask(), body], 200_000, 0.5));
    expect(Math.max(...fading.filter(({ how }) => how === 'fill').map(({ alpha }) => alpha))).toBe(0.5);
    const gone = drawn(stage('s', [mask(), body, box], 700_000, 0));
    expect(gone.some(({ how }) => how === 'fill')).toBe(false);
    expect(wordsOf(gone)).toEqual(['dog 100%']);
  });

  test('brokenNumbers_areLeftOut', () => {
    const broken: Result[] = [
      mask({ x: Number.NaN, y: 0, width: 10, height: 10 }),
      { ...mask(), runs: [] },
      { ...mask(), columns: 0, rows: 0, runs: [] },
      { kind: 'mask' },
      { kind: 'detection', label: 'cup', score: null, box: { x: 0, y: Infinity, width: 1, height: 1 } },
      { kind: 'text', text: 'x', polygon: [[0, 0], [null as unknown as number, 1], [1, 1], [0, 1]] },
      { kind: 'text', text: 'x' },
      { kind: 'keypoints', points: [{ name: 'nose', x: Number.NaN, y: 3, score: 1 }, { x: 1, y: 1, score: null }] },
      { kind: 'keypoints' },
      { kind: 'something new' },
    ];
    expect(drawn(stage('s', broken))).toEqual([]);
  });

  test('motion_isOutlinedWithoutAName', () => {
    const found: Result = { kind: 'detection', label: 'motion', score: 1, box: { x: 1, y: 1, width: 9, height: 9 } };
    const strokes = drawn(stage('motion', [found]));
    expect(strokes.map(({ how }) => how)).toEqual(['strokeRect', 'strokeRect']);
  });
});

describe('contour', () => {
  const area = (line: Float32Array) => {
    let twice = 0;
    for (let i = 0; i < line.length; i += 2) {
      const j = (i + 2) % line.length;
      twice += line[i] * line[j + 1] - line[j] * line[i + 1];
    }
    return Math.abs(twice) / 2;
  };

  test('cells_readsRunsOutsideFirst', () => {
    expect([...cells({ columns: 3, rows: 2, runs: [0, 2, 3, 1] })]).toEqual([1, 1, 0, 0, 0, 1]);
    expect([...cells({ columns: 2, rows: 1, runs: [1, 99] })]).toEqual([0, 1]);
    expect(insideCells([0, 2, 3, 1])).toBe(3);
  });

  test('everyCell_isTheBoxItself', () => {
    const lines = contour({ columns: 7, rows: 3, runs: [0, 21] });
    expect(lines).toHaveLength(1);
    expect(area(lines[0])).toBeGreaterThan(0.95);
    expect(Math.min(...lines[0])).toBe(0);
    expect(Math.max(...lines[0])).toBe(1);
  });

  test('nothing_hasNoLine', () => {
    expect(contour({ columns: 4, rows: 4, runs: [16] })).toEqual([]);
    expect(contour({ columns: 0, rows: 0, runs: [] })).toEqual([]);
    expect(maskPlace({ kind: 'mask', box: { x: 0, y: 0, width: 1, height: 1 }, columns: 2, rows: 2, runs: [4] }))
      .toBeUndefined();
  });

  test('oneCell_isStillSeen', () => {
    const [line] = contour({ columns: 5, rows: 5, runs: [12, 1, 12] });
    expect(area(line) * 25).toBeGreaterThan(0.4);
  });

  test('hole_isALineOfItsOwn', () => {
    // A ring of three cells' width in 11 x 11.
    const grid = Array.from({ length: 121 }, (_, i) => {
      const far = Math.max(Math.abs((i % 11) - 5), Math.abs(Math.floor(i / 11) - 5));
      return far <= 4 && far >= 2;
    });
    const lines = contour({ columns: 11, rows: 11, runs: runsOf(grid) });
    const [outer, inner] = lines.map((line) => area(line) * 121).sort((a, b) => b - a);
    expect(lines).toHaveLength(2);
    expect(Math.abs(outer - 81)).toBeLessThan(3);
    expect(Math.abs(inner - 9)).toBeLessThan(4);
  });

  test('anyGrid_coversAboutItsCells', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 50; round++) {
      // A disc anywhere, also over the edge: as smooth as what models find.
      const [columns, rows] = [20 + Math.floor(random() * 40), 20 + Math.floor(random() * 40)];
      const [x, y, radius] = [random() * columns, random() * rows, 6 + random() * 12];
      const grid = Array.from({ length: columns * rows }, (_, i) =>
        Math.hypot((i % columns) + 0.5 - x, Math.floor(i / columns) + 0.5 - y) <= radius);
      const covered = contour({ columns, rows, runs: runsOf(grid) }).reduce((sum, line) => sum + area(line), 0);
      const inside = grid.filter(Boolean).length;
      expect(Math.abs(covered * columns * rows - inside)).toBeLessThan(3 + 0.05 * inside);
    }
  });

  function runsOf(grid: boolean[]): number[] {
    const runs: number[] = [];
    let is = false;
    let count = 0;
    for (const cell of grid) {
      if (cell !== is) {
        runs.push(count);
        count = 0;
        is = cell;
      }
      count++;
    }
    return [...runs, count];
  }
});

describe('skeleton', () => {
  const joint = (name: string, score = 0.9, x = 10, y = 20): KeyPoint => ({ name, x, y, score });

  test('cocoBody_hasItsBones', () => {
    const sides = ['eye', 'ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'];
    const names = ['nose', ...sides.flatMap((name) => [`left ${name}`, `right ${name}`])];
    expect(bonesOf(names.map((name) => joint(name)))).toHaveLength(18);
  });

  test('boneToAnUnsureJoint_isLeftOut', () => {
    const names = (joints: KeyPoint[]) => bonesOf(joints).map(([from, to]) => `${from.name}-${to.name}`);
    expect(names([joint('left hip'), joint('left knee', 0.3), joint('left ankle', 0.29)])).toEqual(['left hip-left knee']);
  });

  test('handsAndFaces_areDotsAlone', () => {
    expect(bonesOf([joint('wrist'), joint('thumb tip'), joint('index tip')])).toEqual([]);
    expect(bounds([joint('wrist', 1, 5, 5), joint('thumb tip', 1, 9, 12), joint('x', 0.1, 900, 0)]))
      .toEqual({ x: 5, y: 5, width: 4, height: 7 });
  });
});

describe('chips', () => {
  const within = { x: 0, y: 0, width: 400, height: 300 };

  test('chip_standsOnItsBox', () => {
    expect(place({ x: 100, y: 100, width: 50, height: 50 }, 60, within, [])).toMatchObject({ x: 99, y: 83 });
  });

  test('boxAtTheUpperEdge_hasItsChipInside', () => {
    expect(place({ x: 100, y: 2, width: 50, height: 90 }, 60, within, [])).toMatchObject({ x: 99, y: 2 });
  });

  test('manyInOnePlace_doNotCoverEachOther', () => {
    const set: Area[] = [];
    for (let i = 0; i < 6; i++) {
      set.push(place({ x: 100 + 3 * i, y: 100 + 2 * i, width: 80, height: 60 }, 70, within, set));
    }
    const covered = set.flatMap((a, i) => set.slice(i + 1).map((b) => overlap(a, b)));
    expect(covered.every((pixels) => pixels === 0)).toBe(true);
  });

  test('lineOfTextAbove_isNotCovered', () => {
    const above = { x: 100, y: 80, width: 90, height: 18 };
    const of = { x: 100, y: 100, width: 90, height: 18 };
    const chip = place(of, 60, within, [], [above, of]);
    expect(overlap(chip, above)).toBe(0);
  });

  test('longWords_areCutToThePicture', () => {
    const { g, strokes } = notingCanvas();
    const chips = new Chips(g, within);
    chips.add('w'.repeat(200), '#ffffff', 1, { x: 0, y: 50, width: 1, height: 1 });
    chips.draw();
    const [words] = wordsOf(strokes);
    expect(words).toMatch(/^w+…$/);
    expect(words.length * 7).toBeLessThanOrEqual(390);
    expect(words.length * 7).toBeGreaterThan(380);
  });
});

describe('colours', () => {
  /** The server's tests read the same file. */
  const shared = JSON.parse(readFileSync(new URL('fixtures/drawing.json', import.meta.url), 'utf8'));

  test('coloursAndBones_areThoseOfTheServer', () => {
    expect(Object.fromEntries(Object.keys(shared.colours).map((label) => [label, colorOf(label)])))
      .toEqual(shared.colours);
    expect(shared.tracks.map((_: string, i: number) => colorOfTrack(i + 1, 'dog'))).toEqual(shared.tracks);
    expect(shadeOf('person', 1)).toBe(shared.secondPerson);
    expect(BONES).toEqual(shared.bones);
  });

  test('shades_mixInWhiteOrBlack', () => {
    expect(shaded('#804020', 0)).toBe('#804020');
    expect(shaded('#000000', 0.5)).toBe('#808080');
    expect(shaded('#ff8000', -0.5)).toBe('#804000');
    expect(shadeOf('person', 0)).toBe(colorOf('person'));
    expect(new Set([0, 1, 2, 3, 4].map((i) => shadeOf('person', i))).size).toBe(5);
  });
});
