import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Fallback } from '../src/camera/fallback';
import { Journeys } from '../src/camera/journeys';
import { ServerClock } from '../src/live/clock';
import { CameraStats, Samples } from '../src/stats';
import { MAX_CATCH_UP_MILLIS, MAX_WAIT_MILLIS, WebCodecsPlayer } from '../src/video/webcodecs';
import { accessUnits } from './fakeServer.mjs';

const clip = accessUnits(readFileSync(new URL('fixtures/testsrc.h264', import.meta.url)));
const keyData = new Uint8Array(clip[0].data);

/** Decodes nothing: gives a picture for the oldest unit whenever the test asks for one. */
class SlowDecoder {
  static last: SlowDecoder;
  state = 'unconfigured';
  resets = 0;
  private queue: number[] = [];

  constructor(private readonly init: { output(frame: object): void }) {
    SlowDecoder.last = this;
  }

  configure(): void {
    this.state = 'configured';
  }

  decode({ timestamp }: { timestamp: number }): void {
    this.queue.push(timestamp);
  }

  reset(): void {
    this.resets++;
    this.queue = [];
    this.state = 'unconfigured';
  }

  close(): void {
    this.state = 'closed';
  }

  give(count = 1): void {
    for (const timestamp of this.queue.splice(0, count)) {
      this.init.output({ timestamp, displayWidth: 160, displayHeight: 96, close: () => undefined });
    }
  }
}

class Chunk {
  readonly timestamp: number;

  constructor({ timestamp }: { timestamp: number }) {
    this.timestamp = timestamp;
  }
}

beforeEach(() => {
  vi.stubGlobal('VideoDecoder', SlowDecoder);
  vi.stubGlobal('EncodedVideoChunk', Chunk);
});
afterEach(() => vi.unstubAllGlobals());

function viewer() {
  const seen = { shown: [] as number[], dropped: 0, behind: [] as number[], now: 1_000 };
  const player = new WebCodecsPlayer(() => 'avc1.4d400c', {
    decoded: ({ ptsMicros }) => seen.shown.push(ptsMicros / 1000),
    dropped: (count) => (seen.dropped += count),
    failed: (error) => expect.fail(error.message),
    behind: (waited) => seen.behind.push(waited),
  }, (captureMicros) => seen.now - captureMicros / 1000, () => seen.now);
  /** @param atMillis when it was captured, which is its time in the stream as well */
  const feed = (atMillis: number, key = false, old = false) =>
    player.feed({ key, jpeg: false, stream: 1, ptsMicros: atMillis * 1000, captureMicros: atMillis * 1000, data: keyData }, old);
  return { seen, feed };
}

describe('WebCodecsPlayer', () => {
  test('decoderAtFivePicturesASecond_neverHoldsMoreThanHalfASecond', () => {
    const { seen, feed } = viewer();
    feed(1_000, true);
    SlowDecoder.last.give();
    let oldest = 0;
    for (let frame = 1; frame < 150; frame++) {
      seen.now = 1_000 + frame * 40;
      feed(seen.now, frame % 25 === 0);
      if (frame % 5 === 0) {
        const before = seen.shown.length;
        SlowDecoder.last.give();
        seen.shown.slice(before).forEach((at) => (oldest = Math.max(oldest, seen.now - at)));
      }
    }
    expect(seen.shown.length).toBeGreaterThan(10);
    expect(seen.behind.length).toBeGreaterThan(2);
    expect(oldest).toBeLessThanOrEqual(MAX_WAIT_MILLIS + 200);
  });

  test('burstSinceTheLastKeyFrame_isDecodedAndItsOldPicturesAreNotShown', () => {
    const { seen, feed } = viewer();
    seen.now = 9_000;
    for (let at = 1_000; at < 9_000; at += 40) {
      feed(at, at === 1_000);
    }
    seen.now = 9_600;
    SlowDecoder.last.give(100);
    feed(9_500);
    SlowDecoder.last.give(200);
    expect(seen).toMatchObject({ dropped: 0, behind: [] });
    expect(seen.shown[0]).toBe(8_480);
    expect(seen.shown.slice(-2)).toEqual([8_960, 9_500]);
  });

  test('unitsAnnouncedAsOld_areNotShownHoweverYoungButForTheLast', () => {
    const { seen, feed } = viewer();
    for (let at = 700; at <= 980; at += 40) {
      feed(at, at === 700, true);
    }
    feed(1_000);
    SlowDecoder.last.give(20);
    expect(seen).toMatchObject({ shown: [980, 1_000], dropped: 0, behind: [] });
  });

  test('burstThatTakesTooLong_isGivenUp', () => {
    const { seen, feed } = viewer();
    seen.now = 9_000;
    for (let at = 1_000; at < 9_000; at += 40) {
      feed(at, at === 1_000);
    }
    seen.now = 9_001 + MAX_CATCH_UP_MILLIS;
    feed(seen.now);
    expect(seen).toMatchObject({ shown: [], behind: [MAX_CATCH_UP_MILLIS + 1], dropped: 201 });
    feed(seen.now, true);
    SlowDecoder.last.give();
    expect(seen.shown).toEqual([seen.now]);
  });

  test('unitsWithoutAPicture_areNotHeldAgainstTheDecoder', () => {
    const { seen, feed } = viewer();
    feed(1_000, true);
    feed(1_040);
    feed(1_080);
    SlowDecoder.last.give(0);
    (SlowDecoder.last as unknown as { queue: number[] }).queue.splice(0, 2);
    SlowDecoder.last.give();
    seen.now = 3_000;
    feed(3_000);
    expect(seen).toMatchObject({ shown: [1_080], behind: [] });
  });
});

describe('Fallback', () => {
  test('longWayToTheNextKeyFrame_isJpegAtOnce', () => {
    const fallback = new Fallback();
    fallback.keyFrame(0);
    fallback.keyFrame(10_000_000);
    expect(fallback.behind('decoder', 0)).toBe(true);
    expect(fallback.reason).toContain('too busy');
  });

  test('wayThatOnlyTheServerKnows_isTakenFromIt', () => {
    expect(new Fallback(() => 2).behind('decoder', 0)).toBe(false);
    expect(new Fallback(() => 10).behind('decoder', 0)).toBe(true);
    expect(new Fallback(() => 0).behind('decoder', 0)).toBe(true);
  });

  test('shortWay_isTakenTwiceAndThenItIsJpegForAWhileThatGrows', () => {
    const fallback = new Fallback(() => undefined, () => 0);
    const twoKeys = (at: number) => [at, at + 1_000_000].forEach((micros) => fallback.keyFrame(micros));
    twoKeys(0);
    expect([0, 5_000, 10_000].map((at) => fallback.behind('decoder', at))).toEqual([false, false, true]);
    expect(fallback.retryInMillis).toBe(60_000);
    expect(fallback.behind('decoder', 11_000)).toBe(false);
    fallback.retry();
    twoKeys(70_000_000);
    expect([100_000, 140_000, 180_000].map((at) => fallback.behind('decoder', at))).toEqual([false, false, false]);
    expect([190_000, 191_000].map((at) => fallback.behind('decoder', at))).toEqual([false, true]);
    expect(fallback.retryInMillis).toBe(120_000);
  });

  test('lateArrivals_areJpegOnlyWhenTheyGoOn', () => {
    const fallback = new Fallback();
    expect([0, 40_000, 50_000, 60_000].map((at) => fallback.behind('arrival', at))).toEqual([false, false, false, true]);
    expect(fallback.reason).toContain('network');
  });

  test('failuresInARow_areJpegForGood', () => {
    const fallback = new Fallback();
    fallback.failed('a');
    fallback.failed('b');
    fallback.pictured();
    expect([fallback.failed('c'), fallback.failed('d'), fallback.failed('e')]).toEqual([false, false, true]);
    expect(fallback).toMatchObject({ jpeg: true, retryInMillis: 0 });
    expect(fallback.reason).toContain('(e)');
  });
});

describe('latency', () => {
  const clock = new ServerClock();
  clock.answered(0, 0, 0);
  const picture = (atMillis: number) => ({ stream: 1, ptsMicros: atMillis * 1000, captureMicros: atMillis * 1000 });

  test('parts_areThoseOfOnePictureAndNeverMoreThanTheWhole', () => {
    const journeys = new Journeys(clock);
    const stats = new CameraStats();
    // Old pictures that are decoded on the way to the newest and never shown.
    for (let at = 0; at < 400; at += 40) {
      journeys.arrived(picture(at), 400);
      journeys.decoded(picture(at), 405);
    }
    journeys.arrived(picture(400), 410);
    journeys.decoded(picture(400), 430);
    stats.travelled(journeys.shown(picture(400), 485) as never, 485);
    expect(stats.middleJourney(500)).toEqual({ arrivedMillis: 10, decodedMillis: 30, screenMillis: 85 });
    expect(stats.middleJourney(5_000)).toBeUndefined();
  });

  test('pictureAheadOfTheClock_setsItRightAndIsOfNow', () => {
    const own = new ServerClock();
    own.answered(0, 0, -20_000);
    const journeys = new Journeys(own);
    journeys.arrived(picture(100), 110);
    journeys.decoded(picture(100), 115);
    expect(journeys.shown(picture(100), 120)).toEqual({ arrivedMillis: 0, decodedMillis: 5, screenMillis: 10 });
  });
});

describe('rate', () => {
  const every = (millis: number, count: number) => {
    const samples = new Samples();
    for (let i = 0; i < count; i++) {
      samples.add(1, i * millis);
    }
    return samples;
  };

  test('seldomSamples_areNeitherNoneNorOne', () => {
    const samples = every(1_667, 20);
    for (const later of [0, 400, 900, 1_600]) {
      expect(samples.rate(19 * 1_667 + later)).toBeCloseTo(0.6, 1);
    }
  });

  test('manySamples_areCountedOverTheLastTwoSeconds', () => {
    expect(every(40, 200).rate(199 * 40)).toBeCloseTo(25);
  });

  test('stopped_goesDownToNothing', () => {
    const samples = every(40, 100);
    expect(samples.rate(99 * 40 + 3_000)).toBeLessThan(0.5);
    expect(samples.rate(99 * 40 + 11_000)).toBe(0);
  });
});
