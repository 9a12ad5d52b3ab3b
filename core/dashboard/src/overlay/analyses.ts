import type { Analysis, Result } from '../live/protocol';

/** An analysis older than this, by the picture's own time, is not drawn on it. */
export const MAX_AGE_MICROS = 1_000_000;
/** Analyses kept a camera. */
export const RING = 64;
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

  /** For each stage its newest results that are not of a later picture, within a second. */
  match(when: When): Match {
    const stages = new Map<string, StageResults>();
    let exact = false;
    for (let i = this.ring.length - 1; i >= 0; i--) {
      const { analysis } = this.ring[i];
      const age = this.ageMicros(i, when);
      const tolerance = this.tolerance(i, when);
      if (!(age >= -tolerance) || age > MAX_AGE_MICROS) {
        continue;
      }
      exact ||= age <= tolerance;
      for (const [stage, results] of Object.entries(analysis.results ?? {})) {
        if (!stages.has(stage)) {
          stages.set(stage, { stage, results, width: analysis.width, height: analysis.height, ageMicros: age });
        }
      }
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

  latest(): Analysis | undefined {
    return this.ring[this.ring.length - 1]?.analysis;
  }

  clear(): void {
    this.ring = [];
  }

  private ageMicros(i: number, when: When): number {
    return ageMicros(this.ring[i], when);
  }

  private tolerance(i: number, when: When): number {
    return toleranceMicros(this.ring[i].analysis, when);
  }
}

/** Whether the analysis is of this very picture. */
export function belongs(analysis: Analysis, when: When): boolean {
  const captureMicros = Date.parse(analysis.capturedAt) * 1000;
  return Math.abs(ageMicros({ analysis, captureMicros }, when)) <= toleranceMicros(analysis, when);
}

/** How much later than the analysed picture this one is. */
function ageMicros(of: { analysis: Analysis; captureMicros: number }, when: When): number {
  return of.analysis.stream === when.stream ? when.ptsMicros - of.analysis.pts : when.captureMicros - of.captureMicros;
}

function toleranceMicros(analysis: Analysis, when: When): number {
  return analysis.stream === when.stream ? EXACT_MICROS : ALIGNED_MICROS;
}
