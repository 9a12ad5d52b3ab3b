/** Draws bodies by their joints' names; points of other names (hands, faces) stay dots. */
import type { KeyPoint } from '../live/protocol';
import { shaded } from './colors';

/** A joint below this score is not drawn, nor a bone to it. */
export const MIN_JOINT_SCORE = 0.3;

const BOTH_SIDES: [string, string][] = [
  ['eye', 'ear'], ['ear', 'shoulder'], ['shoulder', 'elbow'], ['elbow', 'wrist'], ['shoulder', 'hip'], ['hip', 'knee'],
  ['knee', 'ankle'], ['wrist', 'thumb'], ['wrist', 'index'], ['wrist', 'pinky'], ['ankle', 'heel'],
  ['ankle', 'foot index'], ['heel', 'foot index'],
];

/** Between which joints bones are: those of COCO, and hands and feet where a model finds them. */
export const BONES: [string, string][] = [
  ['nose', 'left eye'], ['nose', 'right eye'], ['left shoulder', 'right shoulder'], ['left hip', 'right hip'],
  ['mouth left', 'mouth right'],
  ...['left', 'right'].flatMap((side) =>
    BOTH_SIDES.map(([from, to]): [string, string] => [`${side} ${from}`, `${side} ${to}`])),
];

/** Both in place and sure enough to be drawn. */
export function seen(point: KeyPoint | undefined): point is KeyPoint {
  return point !== undefined && Number.isFinite(point.x) && Number.isFinite(point.y) && point.score !== null
    && (point.score ?? 1) >= MIN_JOINT_SCORE;
}

/** The bones between joints that are seen. */
export function bonesOf(points: KeyPoint[]): [KeyPoint, KeyPoint][] {
  const named = new Map(points.map((point) => [point.name, point]));
  return BONES.map(([from, to]) => [named.get(from), named.get(to)])
    .filter((bone): bone is [KeyPoint, KeyPoint] => bone.every(seen));
}

/** The upright box around the joints that are seen; undefined where none is. */
export function bounds(points: KeyPoint[]): { x: number; y: number; width: number; height: number } | undefined {
  const there = points.filter(seen);
  if (there.length === 0) {
    return undefined;
  }
  const xs = there.map(({ x }) => x);
  const ys = there.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The person's left side is lighter and the right side darker than the middle. */
function sideColor(color: string, from = '', to = from): string {
  const left = from.startsWith('left') || from.endsWith('left');
  const right = to.startsWith('right') || to.endsWith('right');
  if (left && (to.startsWith('left') || to.endsWith('left'))) {
    return shaded(color, 0.55);
  }
  return right && (from.startsWith('right') || from.endsWith('right')) ? shaded(color, -0.3) : color;
}

/** @param at where a point of the source lies on the canvas */
export function drawSkeleton(
  g: CanvasRenderingContext2D,
  points: KeyPoint[],
  color: string,
  at: (x: number, y: number) => [number, number],
): void {
  const body = bounds(points);
  if (body === undefined) {
    return;
  }
  const [left, top] = at(body.x, body.y);
  const [right, bottom] = at(body.x + body.width, body.y + body.height);
  const width = Math.min(4, Math.max(1.5, Math.max(right - left, bottom - top) / 70));
  const opacity = g.globalAlpha;
  g.lineCap = 'round';
  const bones = bonesOf(points);
  const line = (from: KeyPoint, to: KeyPoint) => {
    g.beginPath();
    g.moveTo(...at(from.x, from.y));
    g.lineTo(...at(to.x, to.y));
    g.stroke();
  };
  // One dark edge under the whole body first: bones shall not cut each other.
  g.strokeStyle = 'rgba(0,0,0,.6)';
  g.lineWidth = width + 2;
  bones.forEach(([from, to]) => line(from, to));
  g.lineWidth = width;
  for (const [from, to] of bones) {
    g.globalAlpha = opacity * strength(Math.min(from.score ?? 1, to.score ?? 1));
    g.strokeStyle = sideColor(color, from.name, to.name);
    line(from, to);
  }
  g.globalAlpha = opacity;
  g.strokeStyle = 'rgba(0,0,0,.7)';
  g.lineWidth = 1;
  for (const point of points.filter(seen)) {
    g.beginPath();
    g.arc(...at(point.x, point.y), width * 0.75 + 0.7, 0, 2 * Math.PI);
    g.fillStyle = sideColor(color, point.name);
    g.fill();
    g.stroke();
  }
}

/** A surer joint is drawn more strongly. */
function strength(score: number): number {
  return Math.min(1, 0.5 + 0.6 * score);
}
