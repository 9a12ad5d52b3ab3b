import type { VideoMessage } from '../live/protocol';

/** A picture that arrives this much later than the quickest one did is not worth decoding. */
export const LATE_MILLIS = 900;

/**
 * Keeps a viewer from falling behind for good: where the way or the browser is too slow, pictures queue up before the
 * page for as long as buffers last, which at low bit rates is minutes. Late ones are skipped to the next key frame.
 */
export class Freshness {
  /*
   * Only differences count, so that it does not matter how far apart the two clocks are. The burst since the last key
   * frame, which begins a subscription, gets ever younger, so that its pictures are never late.
   */
  private quickestMillis = Infinity;
  /** Whether the last picture was skipped. */
  skipping = false;

  /** Whether to skip this picture. */
  skip(message: VideoMessage, nowMillis: number): boolean {
    const ageMillis = nowMillis - message.captureMicros / 1000;
    this.quickestMillis = Math.min(this.quickestMillis, ageMillis);
    if (message.key || message.jpeg) {
      this.skipping = false;
      return false;
    }
    this.skipping ||= ageMillis - this.quickestMillis > LATE_MILLIS;
    return this.skipping;
  }
}
