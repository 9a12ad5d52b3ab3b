import type { Analysis } from '../live/protocol';

/** A stage that failed is said to fail for so long, unless it fails again. */
export const REMEMBERED_MILLIS = 10_000;
/** What is out of use and not mended says so with each analysis; a camera without analyses says nothing new. */
const KEPT_MILLIS = 60_000;

/** A stage that gives no results, with the server's words. */
export interface Trouble {
  stage: string;
  words: string;
  /** Whether it gave results lately: it fails now and then. */
  atTimes: boolean;
}

/** Which stages of one camera fail, as the analyses' `errors` say. */
export class Troubles {
  private readonly stages = new Map<string, { words: string; failedMillis: number; wellMillis: number }>();

  note({ errors, results }: Analysis, nowMillis: number): void {
    for (const stage of Object.keys(results ?? {})) {
      const known = this.stages.get(stage);
      if (known !== undefined) {
        known.wellMillis = nowMillis;
      }
    }
    for (const [stage, words] of Object.entries(errors ?? {})) {
      const wellMillis = this.stages.get(stage)?.wellMillis ?? -Infinity;
      this.stages.set(stage, { words: String(words), failedMillis: nowMillis, wellMillis });
    }
  }

  list(nowMillis: number): Trouble[] {
    const troubles: Trouble[] = [];
    for (const [stage, { words, failedMillis, wellMillis }] of this.stages) {
      if (nowMillis - failedMillis > (wellMillis > failedMillis ? REMEMBERED_MILLIS : KEPT_MILLIS)) {
        this.stages.delete(stage);
      } else {
        troubles.push({ stage, words, atTimes: nowMillis - wellMillis < REMEMBERED_MILLIS });
      }
    }
    return troubles;
  }

  clear(): void {
    this.stages.clear();
  }
}
