/** Draws bodies by their joints' names; points of other names (hands, faces) stay dots. */
import type { KeyPoint } from '../live/protocol';
import { mixed } from './colors';

/** A joint below this score is not drawn, nor a bone to it. */
export const MIN_JOINT_SCORE = 0.3;

const EDGE = 'rgba(0,0,0,.6)';

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

/** The person's left side is paler than the middle, the right side redder. */
function sideColor(color: string, from = '', to = from): string {
  if ([from, to].every((name) => /^left | left$/.test(name))) {
    return mixed(color, '#ffffff', 0.55);
  }
  return [from, to].every((name) => /^right | right$/.test(name)) ? mixed(color, '#ff2d2d', 0.55) : color;
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
    g.moveTo(...at(from.x, from.y));
    g.lineTo(...at(to.x, to.y));
  };
  // One dark edge under the whole body first: bones shall not cut each other, and it costs one stroke.
  g.beginPath();
  bones.forEach(([from, to]) => line(from, to));
  g.strokeStyle = EDGE;
  g.lineWidth = width + 2;
  g.stroke();
  g.lineWidth = width;
  for (const [from, to] of bones) {
    g.globalAlpha = opacity * strength(Math.min(from.score ?? 1, to.score ?? 1));
    g.strokeStyle = sideColor(color, from.name, to.name);
    g.beginPath();
    line(from, to);
    g.stroke();
  }
  g.globalAlpha = opacity;
  const joints = new Map<string, KeyPoint[]>();
  for (const point of points.filter(seen)) {
    const side = sideColor(color, point.name);
    joints.set(side, [...(joints.get(side) ?? []), point]);
  }
  const radius = width * 0.75 + 0.7;
  dots(g, [...joints.values()].flat(), radius + 1, EDGE, at);
  joints.forEach((side, sideColor) => dots(g, side, radius, sideColor, at));
}

function dots(
  g: CanvasRenderingContext2D,
  points: KeyPoint[],
  radius: number,
  color: string,
  at: (x: number, y: number) => [number, number],
): void {
  g.beginPath();
  for (const point of points) {
    const [x, y] = at(point.x, point.y);
    g.moveTo(x + radius, y);
    g.arc(x, y, radius, 0, 2 * Math.PI);
  }
  g.fillStyle = color;
  g.fill();
}

/** A surer joint is drawn more strongly. */
function strength(score: number): number {
  return Math.min(1, 0.5 + 0.6 * score);
}
