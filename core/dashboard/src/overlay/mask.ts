/** Draws masks: a translucent ground with a clear edge. */
import type { Box, Result } from '../live/protocol';
import { type Contour, contour } from './contour';

/** A mask's line is followed once, however often its picture is drawn. */
const contours = new WeakMap<Result, Contour>();

export function contourOf(mask: Result): Contour {
  let lines = contours.get(mask);
  if (lines === undefined) {
    lines = contour({ columns: mask.columns ?? 0, rows: mask.rows ?? 0, runs: mask.runs ?? [] });
    contours.set(mask, lines);
  }
  return lines;
}

/** Where in its box the mask has anything, in source pixels; undefined where it is empty. */
export function maskBounds(mask: Result): Box | undefined {
  const { box } = mask;
  const lines = contourOf(mask);
  if (box === undefined || lines.length === 0) {
    return undefined;
  }
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      left = Math.min(left, line[i]);
      right = Math.max(right, line[i]);
      top = Math.min(top, line[i + 1]);
      bottom = Math.max(bottom, line[i + 1]);
    }
  }
  return {
    x: box.x + left * box.width,
    y: box.y + top * box.height,
    width: (right - left) * box.width,
    height: (bottom - top) * box.height,
  };
}

/** @param at where a point of the source lies on the canvas */
export function drawMask(
  g: CanvasRenderingContext2D,
  mask: Result,
  color: string,
  at: (x: number, y: number) => [number, number],
): void {
  const { box } = mask;
  if (box === undefined) {
    return;
  }
  const [left, top] = at(box.x, box.y);
  const [right, bottom] = at(box.x + box.width, box.y + box.height);
  g.beginPath();
  for (const line of contourOf(mask)) {
    for (let i = 0; i < line.length; i += 2) {
      const x = left + line[i] * (right - left);
      const y = top + line[i + 1] * (bottom - top);
      if (i === 0) {
        g.moveTo(x, y);
      } else {
        g.lineTo(x, y);
      }
    }
    g.closePath();
  }
  const opacity = g.globalAlpha;
  g.globalAlpha = opacity * 0.38;
  g.fillStyle = color;
  g.fill('evenodd');
  g.globalAlpha = opacity * 0.9;
  g.strokeStyle = color;
  g.lineJoin = 'round';
  g.lineWidth = 1.5;
  g.stroke();
  g.globalAlpha = opacity;
}
