/** Growing, jittered pauses between attempts to reconnect. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly firstMillis = 500,
    private readonly maxMillis = 15_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** The next pause: doubled each time up to the maximum, less up to half of it by chance. */
  next(): number {
    const full = Math.min(this.maxMillis, this.firstMillis * 2 ** this.attempts);
    this.attempts++;
    return full * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.attempts = 0;
  }
}
