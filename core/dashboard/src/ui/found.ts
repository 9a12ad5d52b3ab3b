import type { Result } from '../live/protocol';
import { insideCells } from '../overlay/contour';
import { named } from '../overlay/draw';
import { seen } from '../overlay/skeleton';
import { figure } from './words';

/** Something found, in words for a list. */
export interface Found {
  what: string;
  /** What kind of thing it is, where that is more than the stage's name says. */
  detail: string;
  score: string;
}

/** @param width of the picture, in pixels */
export function inWords(result: Result, stage: string, width: number, height: number): Found {
  const what = named(result.label ?? result.name ?? stage, result.track);
  const score = typeof result.score === 'number' ? `${Math.round(result.score * 100)}%` : '';
  switch (result.kind) {
    case 'text':
    case 'caption':
      return { what: result.text === undefined || result.text === '' ? '(unread)' : `“${result.text}”`, detail: '', score };
    case 'mask':
      return { what, detail: `${share(maskShare(result, width, height))} of the picture`, score: result.score === 1 ? '' : score };
    case 'keypoints': {
      const points = result.points ?? [];
      const joints = points.some(({ name }) => name === 'left shoulder') ? 'joints' : 'points';
      return { what, detail: `${points.filter(seen).length} of ${points.length} ${joints}`, score };
    }
    case 'value':
      return { what, detail: '', score: `${figure(result.number, 2)} ${result.unit ?? ''}`.trim() };
    case 'attributes':
      return {
        what: Object.entries(result.values ?? {}).map(([key, text]) => `${key}: ${text}`).join(', '), detail: '', score,
      };
    default:
      return { what, detail: what === stage ? result.kind : '', score };
  }
}

/** How much of the picture the mask covers, 0..1. */
export function maskShare({ box, columns, rows, runs }: Result, width: number, height: number): number {
  if (box === undefined || !columns || !rows || !(width > 0 && height > 0)) {
    return 0;
  }
  const covered = (insideCells(runs ?? []) / (columns * rows)) * box.width * box.height;
  return Math.min(1, covered / (width * height));
}

function share(of: number): string {
  const percent = of * 100;
  return percent > 0 && percent < 1 ? 'less than 1%' : `${Math.round(percent)}%`;
}
