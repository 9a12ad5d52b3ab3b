import type { Analysis } from '../live/protocol';

/** A stage that failed is said to fail for so long, unless it fails again. */
export const REMEMBERED_MILLIS = 10_000;
/** What is out of use and not mended says so with each analysis; a camera without analyses says nothing new. */
const KEPT_MILLIS = 60_000;

/** A stage whose results are missing, with the server's words. */
export interface Trouble {
  stage: string;
  words: string;
  /** `none`: it gives no results; `times`: it gave some lately, so it fails now and then; `part`: it gives some, not all. */
  missing: 'none' | 'times' | 'part';
}

/** Which stages of one camera fail, as the analyses' `errors` say. */
export class Troubles {
  private readonly stages = new Map<string, { words: string; failedMillis: number; wellMillis: number; part: boolean }>();

  note({ errors, results }: Analysis, nowMillis: number): void {
    for (const stage of Object.keys(results ?? {})) {
      const known = this.stages.get(stage);
      if (known !== undefined) {
        known.wellMillis = nowMillis;
      }
    }
    for (const [stage, words] of Object.entries(errors ?? {})) {
      const wellMillis = this.stages.get(stage)?.wellMillis ?? -Infinity;
      const part = results?.[stage] !== undefined;
      this.stages.set(stage, { words: String(words), failedMillis: nowMillis, wellMillis: part ? nowMillis : wellMillis, part });
    }
  }

  list(nowMillis: number): Trouble[] {
    const troubles: Trouble[] = [];
    for (const [stage, { words, failedMillis, wellMillis, part }] of this.stages) {
      if (nowMillis - failedMillis > (wellMillis >= failedMillis ? REMEMBERED_MILLIS : KEPT_MILLIS)) {
        this.stages.delete(stage);
      } else {
        const lately = nowMillis - wellMillis < REMEMBERED_MILLIS;
        troubles.push({ stage, words, missing: part ? 'part' : lately ? 'times' : 'none' });
      }
    }
    return troubles;
  }

  clear(): void {
    this.stages.clear();
  }
}
