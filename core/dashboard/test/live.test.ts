import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backoff } from '../src/live/backoff';
import { ServerClock } from '../src/live/clock';
import { LiveConnection } from '../src/live/connection';
import { Subscriptions, type Want } from '../src/live/subscriptions';

describe('ServerClock', () => {
  test('shortestRoundTrip_wins', () => {
    const clock = new ServerClock();
    clock.greeted(1_000_500_000, 1_000_000);
    expect(clock.offsetMillis).toBe(500);
    clock.answered(1_000_000, 1_000_100, 1_000_600_000);
    expect(clock.offsetMillis).toBe(550);
    clock.answered(1_000_200, 1_000_204, 1_000_702_000);
    expect(clock.offsetMillis).toBe(500);
    clock.answered(1_000_300, 1_000_400, 1_000_999_000);
    expect(clock.offsetMillis).toBe(500);
    expect(clock.roundTripMillis).toBe(4);
  });

  test('oldSamples_areForgotten', () => {
    const clock = new ServerClock();
    clock.answered(0, 1, 10_500);
    for (let i = 0; i < 16; i++) {
      clock.answered(i * 100, i * 100 + 10, (i * 100 + 5 + 42) * 1000);
    }
    expect(clock.offsetMillis).toBe(42);
  });

  test('age_isOnTheServersClock', () => {
    const clock = new ServerClock();
    expect(clock.ageMillis(0, 0)).toBeUndefined();
    clock.answered(1_000, 1_010, 6_005_000);
    expect(clock.ageMillis(6_000_000, 1_030)).toBe(30);
  });

  test('pictureFromTheFuture_isOfNowAndSetsTheClockRight', () => {
    const clock = new ServerClock();
    // A slow answer: half of its way is anyone's guess.
    clock.answered(1_000, 1_060, 6_010_000);
    expect(clock.ageMillis(6_040_000, 1_050)).toBe(0);
    clock.observed(6_040_000, 1_050);
    expect(clock.ageMillis(6_040_000, 1_050)).toBe(0);
    expect(clock.ageMillis(6_040_000, 1_060)).toBe(10);
  });

  test('nonsense_isPassedOver', () => {
    const clock = new ServerClock();
    clock.answered(10, 5, 1_000);
    clock.answered(10, 20, Number.NaN);
    expect(clock.offsetMillis).toBeUndefined();
  });
});

describe('Backoff', () => {
  test('pauses_growToTheMaximumAndStartAnew', () => {
    const backoff = new Backoff(100, 1_000, () => 1);
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  test('jitter_takesAwayAtMostHalf', () => {
    expect(new Backoff(100, 1_000, () => 0).next()).toBe(50);
    const pauses = Array.from({ length: 50 }, () => new Backoff(100, 1_000).next());
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(100);
    expect(new Set(pauses).size).toBeGreaterThan(1);
  });
});

describe('Subscriptions', () => {
  const grid: Want = { channels: ['video', 'analysis', 'status'], accept: ['avc1'], role: 'grid', jpegWidth: 640 };
  const status: Want = { ...grid, channels: ['status'] };

  test('equalWants_goInOneMessage', () => {
    const subscriptions = new Subscriptions();
    subscriptions.want('a', grid);
    subscriptions.want('b', grid);
    subscriptions.want('c', status);
    expect(subscriptions.flush()).toEqual([
      { type: 'subscribe', cameras: ['a', 'b'], ...grid },
      { type: 'subscribe', cameras: ['c'], ...status },
    ]);
    expect(subscriptions.flush()).toEqual([]);
  });

  test('changedWant_isUnsubscribedFirst', () => {
    const subscriptions = new Subscriptions();
    subscriptions.want('a', grid);
    subscriptions.flush();
    subscriptions.want('a', status);
    expect(subscriptions.flush()).toEqual([
      { type: 'unsubscribe', cameras: ['a'] },
      { type: 'subscribe', cameras: ['a'], ...status },
    ]);
  });

  test('wantGoneAndBackBeforeSending_sendsNothing', () => {
    const subscriptions = new Subscriptions();
    subscriptions.want('a', grid);
    subscriptions.flush();
    subscriptions.want('a', undefined);
    subscriptions.want('a', grid);
    expect(subscriptions.flush()).toEqual([]);
  });

  test('newConnection_subscribesToAllAgain', () => {
    const subscriptions = new Subscriptions();
    subscriptions.want('a', grid);
    subscriptions.flush();
    subscriptions.connectionLost();
    expect(subscriptions.flush()).toEqual([{ type: 'subscribe', cameras: ['a'], ...grid }]);
  });
});

describe('LiveConnection', () => {
  /** A server's end that only does what the test says. */
  class Socket {
    static all: Socket[] = [];
    readonly readyState = 1;
    readonly sent: string[] = [];
    onopen?: () => void;
    onmessage?: (event: { data: string }) => void;
    onclose?: () => void;

    constructor() {
      Socket.all.push(this);
    }

    send(text: string): void {
      this.sent.push(text);
    }

    close(): void {
      this.onclose?.();
    }
  }

  const greet = (socket: Socket) => socket.onmessage?.({ data: '{"type":"hello","protocol":1,"time":0}' });

  beforeEach(() => {
    vi.useFakeTimers();
    Socket.all = [];
    vi.stubGlobal('window', globalThis);
    vi.stubGlobal('WebSocket', Object.assign(Socket, { OPEN: 1 }));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  function connected() {
    const states: string[] = [];
    const live = new LiveConnection('ws://x', new ServerClock(), {
      state: (state) => states.push(state), status: () => undefined, error: () => undefined, refused: () => undefined,
    });
    live.start();
    return { live, states };
  }

  test('serverThatFallsSilent_isLostWithinTenSeconds', () => {
    const { live, states } = connected();
    Socket.all[0].onopen?.();
    greet(Socket.all[0]);
    const heard = live.heardMillis;
    expect(heard).toBeGreaterThan(0);
    vi.advanceTimersByTime(7_000);
    expect(states.at(-1)).toBe('open');
    vi.advanceTimersByTime(3_000);
    expect(states).toContain('waiting');
    expect(live.heardMillis).toBe(heard);
    live.stop();
  });

  test('pageThatWasAsleep_doesNotTakeItsOwnSilenceForTheServers', () => {
    const { live, states } = connected();
    Socket.all[0].onopen?.();
    greet(Socket.all[0]);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(2_500);
    expect(states.at(-1)).toBe('open');
    live.stop();
  });

  test('serverThatNeverGreets_isGivenUpAndAskedAgain', () => {
    const { live, states } = connected();
    Socket.all[0].onopen?.();
    vi.advanceTimersByTime(20_000);
    expect(states.slice(0, 3)).toEqual(['connecting', 'waiting', 'connecting']);
    expect(Socket.all.length).toBeGreaterThan(1);
    live.stop();
  });

  test('messageThatAViewerChokesOn_isCountedAndTheConnectionGoesOn', () => {
    const { live, states } = connected();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    Socket.all[0].onopen?.();
    greet(Socket.all[0]);
    const analysis = () => {
      throw new Error('no');
    };
    live.want('hall', { channels: ['analysis'], accept: [], role: 'grid', jpegWidth: 640 }, {
      video: () => undefined, analysis, catchUp: () => undefined, waiting: () => undefined,
    });
    Socket.all[0].onmessage?.({ data: '{"type":"analysis","camera":"hall"}' });
    expect(live.badMessages).toBe(1);
    expect(warn).toHaveBeenCalledOnce();
    expect(states.at(-1)).toBe('open');
    live.stop();
    warn.mockRestore();
  });
});
