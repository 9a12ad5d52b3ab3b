import type { Picture } from './picture';

/** A decoded picture waits at most this long for its analysis. */
export const MAX_HOLD_MILLIS = 120;
/** At most this long where masks or skeletons are drawn, which look wrong on any other picture. */
export const MAX_HOLD_SHAPES_MILLIS = 300;
/** Decoded pictures held at once: browsers have few of them, and stop decoding when they run out. */
export const MAX_HELD = 8;

interface Held {
  picture: Picture;
  sinceMillis: number;
}

/** Decoded pictures that wait for their analysis, in the order of showing. Closes what it drops. */
export class Hold {
  private held: Held[] = [];

  /** Returns how many pictures were dropped to make room. */
  push(picture: Picture, nowMillis: number): number {
    this.held.push({ picture, sinceMillis: nowMillis });
    if (this.held.length <= MAX_HELD) {
      return 0;
    }
    this.held.shift()?.picture.image.close();
    return 1;
  }

  /**
   * The newest picture to be shown now; older ones are closed. The caller owns what is returned.
   *
   * @param decided whether a picture's analysis is here, or will not come
   */
  take(nowMillis: number, holdMillis: number, decided: (picture: Picture) => boolean): Picture | undefined {
    // With all places taken the oldest is shown, rather than dropped for the next one.
    let ready = this.held.length - MAX_HELD;
    for (let i = 0; i < this.held.length; i++) {
      const { picture, sinceMillis } = this.held[i];
      if (nowMillis - sinceMillis >= holdMillis || decided(picture)) {
        ready = i;
      }
    }
    if (ready < 0) {
      return undefined;
    }
    const taken = this.held.splice(0, ready + 1);
    const shown = taken.pop();
    taken.forEach((late) => late.picture.image.close());
    return shown?.picture;
  }

  get size(): number {
    return this.held.length;
  }

  clear(): void {
    this.held.forEach((held) => held.picture.image.close());
    this.held = [];
  }
}

/**
 * How long it pays to wait for analyses: what nine of ten of them needed lately after their picture was decoded.
 * Nothing where analyses do not come, or come so late that waiting would only delay the picture.
 */
export class Lateness {
  private static readonly SAMPLES = 40;
  private static readonly SLACK_MILLIS = 8;
  private static readonly SILENCE_MILLIS = 2_000;

  private samples: number[] = [];
  private lastMillis = -Infinity;

  constructor(private readonly maxHoldMillis = MAX_HOLD_MILLIS) {}

  analysed(afterMillis: number, nowMillis: number): void {
    this.lastMillis = nowMillis;
    this.samples.push(Math.max(0, afterMillis));
    if (this.samples.length > Lateness.SAMPLES) {
      this.samples.shift();
    }
  }

  holdMillis(nowMillis: number): number {
    if (nowMillis - this.lastMillis > Lateness.SILENCE_MILLIS || this.samples.length === 0) {
      return 0;
    }
    const sorted = [...this.samples].sort((a, b) => a - b);
    if (sorted[sorted.length >> 1] > this.maxHoldMillis) {
      return 0;
    }
    return Math.min(this.maxHoldMillis, sorted[Math.floor(sorted.length * 0.9)] + Lateness.SLACK_MILLIS);
  }
}
