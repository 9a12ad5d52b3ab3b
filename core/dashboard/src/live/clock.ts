/** The server's clock as seen from the page: the offset of the sample with the shortest round trip. */
export class ServerClock {
  private static readonly SAMPLES = 16;

  private samples: { roundTripMillis: number; offsetMillis: number }[] = [];

  /** Takes the time of the greeting, which is late by an unknown way: only used until the first pong. */
  greeted(serverMicros: number, receivedMillis: number): void {
    if (this.samples.length === 0) {
      this.samples.push({ roundTripMillis: Infinity, offsetMillis: serverMicros / 1000 - receivedMillis });
    }
  }

  answered(sentMillis: number, receivedMillis: number, serverMicros: number): void {
    const roundTripMillis = receivedMillis - sentMillis;
    if (!(roundTripMillis >= 0) || !Number.isFinite(serverMicros)) {
      return;
    }
    this.samples.push({ roundTripMillis, offsetMillis: serverMicros / 1000 - (sentMillis + receivedMillis) / 2 });
    if (this.samples.length > ServerClock.SAMPLES) {
      this.samples.shift();
    }
  }

  /**
   * Takes the server's time of something that the page already has. It cannot come from the future: where it seems to,
   * half of a slow answer's way was guessed wrong.
   */
  observed(serverMicros: number, receivedMillis: number): void {
    const best = this.best();
    if (best !== undefined) {
      best.offsetMillis = Math.max(best.offsetMillis, serverMicros / 1000 - receivedMillis);
    }
  }

  /** Forgets what another server, or this one before a restart, said. */
  reset(): void {
    this.samples = [];
  }

  /** Milliseconds to add to the page's clock; undefined before the first sample. */
  get offsetMillis(): number | undefined {
    return this.best()?.offsetMillis;
  }

  get roundTripMillis(): number | undefined {
    const best = this.best()?.roundTripMillis;
    return best === Infinity ? undefined : best;
  }

  /** How long ago, in milliseconds, the server's clock showed `serverMicros`: at least 0; undefined before the first sample. */
  ageMillis(serverMicros: number, pageMillis: number): number | undefined {
    const offset = this.offsetMillis;
    return offset === undefined ? undefined : Math.max(0, pageMillis + offset - serverMicros / 1000);
  }

  private best() {
    let best = this.samples[0];
    for (const sample of this.samples) {
      if (sample.roundTripMillis < best.roundTripMillis) {
        best = sample;
      }
    }
    return best;
  }
}

/** The page's clock: milliseconds since the epoch, monotonic, finer than a millisecond. */
export function pageMillis(): number {
  return performance.timeOrigin + performance.now();
}
