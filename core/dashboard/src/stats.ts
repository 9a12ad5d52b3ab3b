import type { Journey } from './camera/journeys';

/** What the page measures of one camera, kept over changes of view; read by tests through window.osprey. */

export function percentile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const JOURNEYS = 100;
const LATELY_MILLIS = 2_000;

/** The last samples, at most `capacity`, each with its time. */
export class Samples {
  private values: { atMillis: number; value: number }[] = [];

  constructor(private readonly capacity = 1_000) {}

  add(value: number, atMillis: number): void {
    this.values.push({ atMillis, value });
    if (this.values.length > this.capacity) {
      this.values.splice(0, this.values.length - this.capacity);
    }
  }

  since(fromMillis: number): number[] {
    return this.values.filter((sample) => sample.atMillis >= fromMillis).map((sample) => sample.value);
  }

  /**
   * Samples a second over the last two seconds or, where there are few, the last ten. Between the first and the last of
   * them, so that 0.6 a second are not counted as 1 and 0 in turns; what has stopped goes down to 0.
   */
  rate(nowMillis: number): number {
    const times = this.values.map(({ atMillis }) => atMillis).filter((at) => at > nowMillis - 10_000);
    const lately = times.filter((at) => at > nowMillis - 2_000);
    const counted = lately.length > 5 ? lately : times;
    if (counted.length < 2) {
      return counted.length / 10;
    }
    const span = counted[counted.length - 1] - counted[0];
    const silence = nowMillis - counted[counted.length - 1];
    const steps = counted.length - 1;
    return 1000 / Math.max(silence > (2 * span) / steps ? silence : span / steps, 1);
  }

  summary(): { p50: number | null; p99: number | null; count: number } {
    const all = this.since(-Infinity);
    return { p50: percentile(all, 0.5) ?? null, p99: percentile(all, 0.99) ?? null, count: all.length };
  }

  clear(): void {
    this.values = [];
  }
}

export class CameraStats {
  mode = 'none';
  modeReason = '';
  width = 0;
  height = 0;
  received = 0;
  decoded = 0;
  shown = 0;
  lastShownMillis = 0;
  dropped = 0;
  /** Skipped because they came too late. */
  late = 0;
  decoderErrors = 0;
  /** How often the decoder did not keep up. */
  behind = 0;
  /** Pictures, and overlays, that could not be drawn; and why the last could not. */
  paintErrors = 0;
  paintError = '';
  analyses = 0;
  overlayMatched = 0;
  overlayDrawn = 0;
  holdMillis = 0;
  readonly captureToScreenMillis = new Samples();
  readonly captureToDecodedMillis = new Samples();
  private journeys: { atMillis: number; journey: Journey }[] = [];
  /** Times only: one sample a picture shown or analysis received. */
  readonly shownAt = new Samples(200);
  readonly analysedAt = new Samples(200);

  travelled(journey: Journey, nowMillis: number): void {
    this.captureToScreenMillis.add(journey.screenMillis, nowMillis);
    this.captureToDecodedMillis.add(journey.decodedMillis, nowMillis);
    this.journeys.push({ atMillis: nowMillis, journey });
    this.journeys = this.journeys.slice(-JOURNEYS);
  }

  /** The picture in the middle of those shown in the last two seconds, by its whole latency; undefined without any. */
  middleJourney(nowMillis: number): Journey | undefined {
    const lately = this.journeys.filter(({ atMillis }) => nowMillis - atMillis < LATELY_MILLIS).map(({ journey }) => journey);
    return lately.sort((a, b) => a.screenMillis - b.screenMillis)[lately.length >> 1];
  }

  /** Begins anew, for a measurement. */
  clear(): void {
    this.received = this.decoded = this.shown = this.dropped = this.late = this.decoderErrors = 0;
    this.behind = this.paintErrors = 0;
    this.analyses = this.overlayMatched = this.overlayDrawn = 0;
    this.captureToScreenMillis.clear();
    this.captureToDecodedMillis.clear();
    this.journeys = [];
  }

  toJson() {
    const { captureToScreenMillis, captureToDecodedMillis, shownAt: _s, analysedAt: _a, journeys: _j, ...plain } = this;
    return {
      ...plain,
      captureToScreenMillis: captureToScreenMillis.summary(),
      captureToDecodedMillis: captureToDecodedMillis.summary(),
    };
  }
}
