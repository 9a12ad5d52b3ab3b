/** Where objects that the server follows have been, and where they are by now. */
import type { Box, Result } from '../live/protocol';

/** The motion of an object is read off its places within this long. */
const MOTION_MICROS = 700_000;
/** Where pictures are rarer than that, off the last two, if they are not further apart. */
const RARE_MICROS = 1_500_000;
/** A box is carried on by its motion for this long, and then stays where it is. */
export const CARRIED_MICROS = 700_000;
/** A trail goes back this long. */
export const TRAIL_MICROS = 3_000_000;

/** One place of an object, so long before the picture on the screen. */
export interface Sighting {
  ageMicros: number;
  box: Box;
}

/** The places of the objects of one stage, by their numbers, newest first. */
export type Sightings = Map<number, Sighting[]>;

/** Notes where the objects among the results were. */
export function note(sightings: Sightings, results: Result[], ageMicros: number): void {
  for (const { kind, track, box } of results) {
    if (kind === 'detection' && track !== undefined && box !== undefined && Object.values(box).every(Number.isFinite)) {
      const known = sightings.get(track);
      if (known === undefined) {
        sightings.set(track, [{ ageMicros, box }]);
      } else {
        known.push({ ageMicros, box });
      }
    }
  }
}

/** The results, the boxes of objects moved to where they are on the picture that is shown. */
export function carriedOn(results: Result[], sightings: Sightings): Result[] {
  return results.map((result) => {
    const seen = result.kind === 'detection' ? sightings.get(result.track ?? 0) : undefined;
    return seen === undefined || result.box === undefined ? result : { ...result, box: boxNow(seen) };
  });
}

/** Where an object is, by where it was: newest first, at least once. */
export function boxNow(seen: Sighting[]): Box {
  const { box, ageMicros } = seen[0];
  const { x, y } = speed(seen);
  const lead = Math.max(0, Math.min(ageMicros, CARRIED_MICROS));
  return { ...box, x: box.x + x * lead, y: box.y + y * lead };
}

/** In pixels a microsecond: the slope of the line that fits its places best. */
function speed(seen: Sighting[]): { x: number; y: number } {
  let used = seen.filter(({ ageMicros }) => ageMicros - seen[0].ageMicros <= MOTION_MICROS);
  if (used.length < 2) {
    used = seen.slice(0, 2).filter(({ ageMicros }) => ageMicros - seen[0].ageMicros <= RARE_MICROS);
  }
  const mean = (value: (sighting: Sighting) => number) => used.reduce((sum, one) => sum + value(one), 0) / used.length;
  const age = mean(({ ageMicros }) => ageMicros);
  const spread = mean(({ ageMicros }) => (ageMicros - age) ** 2);
  if (!(spread > 0)) {
    return { x: 0, y: 0 };
  }
  const slope = (place: (box: Box) => number) =>
    -mean(({ ageMicros, box }) => (ageMicros - age) * place(box)) / spread;
  return { x: slope(middle), y: slope(({ y, height }) => y + height / 2) };
}

const middle = ({ x, width }: Box) => x + width / 2;

/** Where its feet were, the newest first: how far its box was carried on is taken along. */
export function trail(seen: Sighting[]): [number, number][] {
  const foot = (box: Box): [number, number] => [middle(box), box.y + box.height];
  const points = seen.filter(({ ageMicros }) => ageMicros <= TRAIL_MICROS).map(({ box }) => foot(box));
  return seen[0].ageMicros > 0 ? [foot(boxNow(seen)), ...points] : points;
}
