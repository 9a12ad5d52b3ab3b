import type { Analysis, Result } from '../live/protocol';
import { carriedOn, note, type Sightings, trail, TRAIL_MICROS } from './tracks';

/** An analysis older than this, by the picture's own time, is not drawn on it. */
export const MAX_AGE_MICROS = 1_000_000;
/**
 * What follows a body's edge (masks, skeletons) is only true of its own picture: seconds later it looks wrong, where
 * a box still says who is meant. It is shown whole for as long as an eye takes it for the same moment, then fades, and
 * is gone after this long, or, where its stage runs less often, after one and a half times its usual interval.
 */
export const SHAPE_WHOLE_MICROS = 120_000;
export const SHAPE_MICROS = 300_000;
/** However seldom the stage runs. */
export const SHAPE_MAX_MICROS = 700_000;
/** Analyses kept a camera. */
export const RING = 64;
/** So many intervals tell how often a stage runs. */
const INTERVALS = 5;
/** Packet and frame may be rounded differently on their way. */
const EXACT_MICROS = 1_000;
/** Two streams of one camera align by capture time, which is as exact as two clocks' arrival. */
const ALIGNED_MICROS = 34_000;

/** The time line on which a picture and an analysis meet. */
export interface When {
  stream: number;
  ptsMicros: number;
  captureMicros: number;
}

export interface StageResults {
  stage: string;
  results: Result[];
  /** The picture that was analysed, in pixels: what coordinates refer to. */
  width: number;
  height: number;
  ageMicros: number;
  /** How strongly masks and skeletons are drawn, 0..1; 0: not at all. */
  shapes: number;
  /** Of each object that is followed the places of its feet, newest first, in the same pixels. */
  trails?: Map<number, [number, number][]>;
}

export interface Match {
  /** Whether this very picture was analysed. */
  exact: boolean;
  stages: StageResults[];
}

/** The last analyses of one camera, found by the picture they belong to. */
export class Analyses {
  private ring: { analysis: Analysis; captureMicros: number }[] = [];

  add(analysis: Analysis): void {
    const last = this.ring[this.ring.length - 1];
    if (last !== undefined && last.analysis.stream === analysis.stream && analysis.pts < last.analysis.pts) {
      // The stream began anew: what came before can no longer be compared.
      this.ring = [];
    }
    this.ring.push({ analysis, captureMicros: Date.parse(analysis.capturedAt) * 1000 });
    if (this.ring.length > RING) {
      this.ring.shift();
    }
  }

  /**
   * For each stage its newest results that are not of a later picture, within a second. Boxes of objects that the
   * server follows are carried on to this picture by their motion.
   */
  match(when: When): Match {
    const stages = new Map<string, StageResults>();
    const sightings = new Map<string, Sightings>();
    let exact = false;
    for (let i = this.ring.length - 1; i >= 0; i--) {
      const { analysis } = this.ring[i];
      const age = this.ageMicros(i, when);
      const tolerance = this.tolerance(i, when);
      if (!(age >= -tolerance) || age > MAX_AGE_MICROS + TRAIL_MICROS) {
        continue;
      }
      exact ||= age <= tolerance;
      for (const [stage, results] of Object.entries(analysis.results ?? {})) {
        const seen = sightings.get(stage) ?? new Map();
        sightings.set(stage, seen);
        note(seen, results, age <= tolerance ? 0 : age);
        if (!stages.has(stage) && age <= MAX_AGE_MICROS) {
          const shapes = shapeStrength(age, this.intervalMicros(stage));
          stages.set(stage, { stage, results, width: analysis.width, height: analysis.height, ageMicros: age, shapes });
        }
      }
    }
    for (const found of stages.values()) {
      follow(found, sightings.get(found.stage));
    }
    return { exact, stages: [...stages.values()] };
  }

  /** Whether waiting for the picture's analysis is over: it is here, or a later picture's is. */
  decided(when: When): boolean {
    for (let i = this.ring.length - 1; i >= 0; i--) {
      if (this.ageMicros(i, when) <= this.tolerance(i, when)) {
        return true;
      }
    }
    return false;
  }

  /** Of each stage its last results, however old, with their picture's time on the server's clock. */
  lastResults(): Map<string, { results: Result[]; captureMicros: number }> {
    const last = new Map<string, { results: Result[]; captureMicros: number }>();
    for (const { analysis, captureMicros } of this.ring) {
      for (const [stage, results] of Object.entries(analysis.results ?? {})) {
        last.set(stage, { results, captureMicros });
      }
    }
    return last;
  }

  latest(): Analysis | undefined {
    return this.ring[this.ring.length - 1]?.analysis;
  }

  clear(): void {
    this.ring = [];
  }

  /** The middle of the last times between two runs of the stage; undefined where it ran once. */
  private intervalMicros(stage: string): number | undefined {
    const intervals: number[] = [];
    let later: number | undefined;
    for (let i = this.ring.length - 1; i >= 0 && intervals.length < INTERVALS; i--) {
      const { analysis, captureMicros } = this.ring[i];
      if (analysis.results?.[stage] !== undefined) {
        if (later !== undefined) {
          intervals.push(later - captureMicros);
        }
        later = captureMicros;
      }
    }
    return intervals.sort((a, b) => a - b)[intervals.length >> 1];
  }

  private ageMicros(i: number, when: When): number {
    return ageMicros(this.ring[i], when);
  }

  private tolerance(i: number, when: When): number {
    return toleranceMicros(this.ring[i].analysis, when);
  }
}

function follow(found: StageResults, seen: Sightings | undefined): void {
  const tracks = found.results.flatMap(({ track }) => (track !== undefined && seen?.has(track) ? [track] : []));
  if (seen !== undefined && tracks.length > 0) {
    found.trails = new Map(tracks.map((track) => [track, trail(seen.get(track) ?? [])]));
    found.results = carriedOn(found.results, seen);
  }
}

/** Whether the analysis is of this very picture. */
export function belongs(analysis: Analysis, when: When): boolean {
  const captureMicros = Date.parse(analysis.capturedAt) * 1000;
  return Math.abs(ageMicros({ analysis, captureMicros }, when)) <= toleranceMicros(analysis, when);
}

/** How strongly a shape of this age is drawn, 0..1. */
export function shapeStrength(ageMicros: number, intervalMicros = 0): number {
  const gone = Math.min(SHAPE_MAX_MICROS, Math.max(SHAPE_MICROS, 1.5 * intervalMicros));
  return Math.min(1, Math.max(0, (gone - ageMicros) / (gone - SHAPE_WHOLE_MICROS)));
}

/** How much later than the analysed picture this one is. */
function ageMicros(of: { analysis: Analysis; captureMicros: number }, when: When): number {
  return of.analysis.stream === when.stream ? when.ptsMicros - of.analysis.pts : when.captureMicros - of.captureMicros;
}

function toleranceMicros(analysis: Analysis, when: When): number {
  return analysis.stream === when.stream ? EXACT_MICROS : ALIGNED_MICROS;
}
