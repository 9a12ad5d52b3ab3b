import type { Analysis } from '../live/protocol';

export const TIMINGS_KEPT = 120;

/** Milliseconds of each stage's last runs, as far as one view has seen them. */
export class Timings {
  readonly byStage = new Map<string, number[]>();

  note({ timings }: Analysis): void {
    for (const [stage, millis] of Object.entries(timings ?? {})) {
      const kept = this.byStage.get(stage) ?? [];
      kept.push(millis);
      this.byStage.set(stage, kept.slice(-TIMINGS_KEPT));
    }
  }
}
