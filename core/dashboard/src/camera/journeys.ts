import { pageMillis, type ServerClock } from '../live/clock';
import { belongs, type When } from '../overlay/analyses';
import type { Analysis } from '../live/protocol';

const REMEMBERED = 128;

/** How old one picture was on its way: milliseconds since its packet reached the server, each at least the one before. */
export interface Journey {
  arrivedMillis: number;
  /** Decoded; with MediaSource: handed to the browser, which tells no more. */
  decodedMillis: number;
  screenMillis: number;
}

interface Step extends When {
  /** On the page's clock. */
  arrivedAtMillis: number;
  decodedAtMillis?: number;
}

/** The last pictures' times on the page, so that the parts of a latency are those of one and the same picture. */
export class Journeys {
  private steps: Step[] = [];

  constructor(private readonly clock: ServerClock) {}

  arrived({ stream, ptsMicros, captureMicros }: When, nowMillis = pageMillis()): void {
    this.clock.observed(captureMicros, nowMillis);
    this.steps.push({ stream, ptsMicros, captureMicros, arrivedAtMillis: nowMillis });
    if (this.steps.length > REMEMBERED) {
      this.steps.shift();
    }
  }

  decoded(picture: When, nowMillis = pageMillis()): void {
    const step = this.find(picture);
    if (step !== undefined) {
      step.decodedAtMillis = nowMillis;
    }
  }

  /** Undefined where the picture is no longer remembered, or the server's clock is not known yet. */
  shown(picture: When, nowMillis = pageMillis()): Journey | undefined {
    const step = this.find(picture);
    const arrivedMillis = step && this.clock.ageMillis(step.captureMicros, step.arrivedAtMillis);
    const screenMillis = this.clock.ageMillis(picture.captureMicros, nowMillis);
    if (step === undefined || arrivedMillis === undefined || screenMillis === undefined) {
      return undefined;
    }
    const decodedMillis = this.clock.ageMillis(step.captureMicros, step.decodedAtMillis ?? nowMillis) ?? screenMillis;
    return { arrivedMillis, decodedMillis, screenMillis };
  }

  /** When the picture that was analysed had been decoded, on the page's clock. */
  decodedAtMillis(analysis: Analysis): number | undefined {
    return this.steps.find((step) => step.decodedAtMillis !== undefined && belongs(analysis, step))?.decodedAtMillis;
  }

  clear(): void {
    this.steps = [];
  }

  private find({ stream, ptsMicros }: When): Step | undefined {
    for (let i = this.steps.length - 1; i >= 0; i--) {
      if (this.steps[i].ptsMicros === ptsMicros && this.steps[i].stream === stream) {
        return this.steps[i];
      }
    }
    return undefined;
  }
}
