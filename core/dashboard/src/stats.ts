/** What the page measures of one camera, kept over changes of view; read by tests through window.osprey. */

export function percentile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

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
  analyses = 0;
  overlayMatched = 0;
  overlayDrawn = 0;
  holdMillis = 0;
  readonly captureToScreenMillis = new Samples();
  readonly captureToDecodedMillis = new Samples();
  /** Times only: one sample a picture shown or analysis received. */
  readonly shownAt = new Samples(200);
  readonly analysedAt = new Samples(200);

  /** Begins anew, for a measurement. */
  clear(): void {
    this.received = this.decoded = this.shown = this.dropped = this.late = this.decoderErrors = 0;
    this.analyses = this.overlayMatched = this.overlayDrawn = 0;
    this.captureToScreenMillis.clear();
    this.captureToDecodedMillis.clear();
  }

  toJson() {
    const { captureToScreenMillis, captureToDecodedMillis, shownAt: _s, analysedAt: _a, ...plain } = this;
    return {
      ...plain,
      captureToScreenMillis: captureToScreenMillis.summary(),
      captureToDecodedMillis: captureToDecodedMillis.summary(),
    };
  }
}
