import type { StageResults } from '../overlay/analyses';
import type { Trouble } from '../overlay/troubles';
import type { Result } from '../live/protocol';

/** What is known where a picture has no results to list. */
export interface Known {
  /** What is drawn: of each stage the results that the picture is near enough to. */
  found: StageResults[];
  /** Of each stage its last results, however old. */
  last: { stage: string; results: Result[]; ageMillis: number }[];
  troubles: Trouble[];
  /** Whether a stage's results are shown. */
  shows(stage: string): boolean;
}

/** Results this old are spoken of no more where newer ones found nothing. */
const FORGOTTEN_MILLIS = 10_000;
/** Results this near to each other are told together. */
const TOGETHER_MILLIS = 500;

/** "Nothing found" only where stages ran on this picture and none failed; else what is known, and how old it is. */
export function silence({ found, last, troubles, shows }: Known): string {
  const failing = troubles.filter(({ stage, missing }) => shows(stage) && missing === 'none');
  if (failing.length > 0) {
    return `Nothing from ${failing.map(({ stage }) => stage).join(', ')}: see above. What is there cannot be told.`;
  }
  const seen = last.filter(({ stage }) => shows(stage));
  if (seen.length === 0) {
    return last.length > 0 ? 'All stages are switched off.' : 'No analysis has come yet.';
  }
  const ran = new Set(found.map(({ stage }) => stage));
  const older = seen.filter(({ stage }) => !ran.has(stage)).sort((a, b) => a.ageMillis - b.ageMillis);
  const filled = older.filter(({ results, ageMillis }) => results.length > 0 && (ran.size === 0 || ageMillis < FORGOTTEN_MILLIS));
  const newest = filled[0] ?? (found.some(({ stage }) => shows(stage)) ? undefined : older[0]);
  if (newest === undefined) {
    const doubtful = troubles.filter(({ stage }) => shows(stage)).map(({ stage }) => stage);
    return doubtful.length === 0 ? 'Nothing found.' : `Nothing found, but results of ${doubtful.join(', ')} are missing: see above.`;
  }
  const together = filled.filter(({ ageMillis }) => ageMillis - newest.ageMillis < TOGETHER_MILLIS);
  return `Last result ${ago(newest.ageMillis)} ago: ${counted(together)}.`;
}

/**
 * "3 × car, 1 person": what stands on another result is the same thing once more and not counted; what only says where,
 * labelled like its stage, is counted where there is nothing else.
 */
export function counted(stages: { stage: string; results: Result[] }[]): string {
  const counts = new Map<string, number>();
  const places = new Map<string, number>();
  for (const { stage, results } of stages) {
    for (const { label, name } of results.filter(({ parent }) => parent === undefined)) {
      const what = label ?? name ?? stage;
      const into = what === stage ? places : counts;
      into.set(what, (into.get(what) ?? 0) + 1);
    }
  }
  const parts = [...(counts.size > 0 ? counts : places)].sort((a, b) => b[1] - a[1]).map(([what, count]) => (count === 1 ? `1 ${what}` : `${count} × ${what}`));
  return parts.length === 0 ? 'nothing' : parts.length > 4 ? `${parts.slice(0, 3).join(', ')}, …` : parts.join(', ');
}

/** @param digits of seconds below ten */
export function ago(millis: number, digits = 1): string {
  const seconds = Math.max(0, millis) / 1000;
  return seconds < 10 ? `${seconds.toFixed(digits)} s` : seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
