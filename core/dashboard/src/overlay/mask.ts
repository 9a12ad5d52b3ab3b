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

/** Where the mask is, from its topmost point down: its name stands there. Undefined where it is empty. */
export function maskPlace(mask: Result): Box | undefined {
  const { box } = mask;
  const lines = contourOf(mask);
  if (box === undefined || lines.length === 0) {
    return undefined;
  }
  let [top, bottom, peak] = [2, -1, 0];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      bottom = Math.max(bottom, line[i + 1]);
      if (line[i + 1] < top) {
        top = line[i + 1];
        peak = line[i];
      }
    }
  }
  return { x: box.x + peak * box.width, y: box.y + top * box.height, width: 0, height: (bottom - top) * box.height };
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
