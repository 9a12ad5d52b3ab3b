/** After this many failures with no picture between them, the camera is asked for JPEG. */
const FAILURES = 3;
/** After falling behind so often within so long, likewise. */
const BEHINDS = 3;
const BEHIND_WINDOW_MILLIS = 30_000;
/** Where the next key frame may be further away than this, a viewer that fell behind does not wait for it. */
const KEY_WAIT_MICROS = 2_500_000;
const FIRST_PAUSE_MILLIS = 60_000;
const MAX_PAUSE_MILLIS = 600_000;

/**
 * Decides when a camera's video gives way to JPEG pictures, and for how long. What cannot be decoded stays JPEG; a
 * browser that was too slow tries the video again, after a pause that grows, lengthened by up to half of
 * it by chance: tiles that gave up together do not come back together.
 */
export class Fallback {
  private failures = 0;
  private behinds: number[] = [];
  private pauseMillis = FIRST_PAUSE_MILLIS;
  private lastKeyMicros: number | undefined;
  private keyIntervalMicros: number | undefined;
  /** Why JPEG is asked for, in words; empty while the video is. */
  reason = '';
  /** After how long to try the video again, in milliseconds; 0: never. */
  retryInMillis = 0;

  /** @param said the seconds between key frames as the server says, where none were seen yet; undefined if it does not */
  constructor(
    private readonly said: () => number | undefined = () => undefined,
    private readonly random: () => number = Math.random,
  ) {}

  get jpeg(): boolean {
    return this.reason !== '';
  }

  /** A picture was shown: failures before it no longer count. */
  pictured(): void {
    this.failures = 0;
  }

  keyFrame(captureMicros: number): void {
    if (this.lastKeyMicros !== undefined && captureMicros > this.lastKeyMicros) {
      this.keyIntervalMicros = captureMicros - this.lastKeyMicros;
    }
    this.lastKeyMicros = captureMicros;
  }

  /** Returns whether JPEG is to be asked for from now on. */
  failed(words: string): boolean {
    if (++this.failures < FAILURES || this.jpeg) {
      return false;
    }
    this.reason = `the browser failed to show this camera's video (${words})`;
    this.retryInMillis = 0;
    return true;
  }

  /**
   * Pictures are skipped to the next key frame. Returns whether JPEG is to be asked for now.
   *
   * @param what `decoder`: it could not keep up; `arrival`: they came late, which may pass before the next key frame
   */
  behind(what: 'decoder' | 'arrival', nowMillis: number): boolean {
    if (this.jpeg) {
      return false;
    }
    this.behinds = [...this.behinds.filter((at) => nowMillis - at < BEHIND_WINDOW_MILLIS), nowMillis];
    const intervalMicros = this.keyIntervalMicros ?? (this.said() || Infinity) * 1_000_000;
    const keyIsNear = what === 'arrival' || intervalMicros <= KEY_WAIT_MICROS;
    if (this.behinds.length < BEHINDS && keyIsNear) {
      return false;
    }
    this.reason =
      (what === 'decoder' ? 'this browser is too busy to decode the video in time' : 'the video came late, as this browser or the network is too busy')
      + '; it is tried again from time to time';
    this.retryInMillis = this.pauseMillis * (1 + this.random() / 2);
    this.pauseMillis = Math.min(MAX_PAUSE_MILLIS, 2 * this.pauseMillis);
    this.behinds = [];
    return true;
  }

  /** Asks for the video again. */
  retry(): void {
    this.reason = '';
    this.failures = 0;
    this.lastKeyMicros = undefined;
  }
}
