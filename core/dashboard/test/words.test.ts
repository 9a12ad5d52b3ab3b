import { describe, expect, test } from 'vitest';
import { percentile, Samples } from '../src/stats';
import { secretOf } from '../src/ui/secret';
import { advice, bitRate, explanation, figure, stateOf, STATE_WORDS } from '../src/ui/words';

describe('states', () => {
  test('everyStateButLive_isExplained', () => {
    for (const state of Object.keys(STATE_WORDS) as (keyof typeof STATE_WORDS)[]) {
      expect(explanation({ id: 'a', state }) !== '', state).toBe(state !== 'live');
    }
  });

  test('serversWords_areTakenAndBlankOnesPassedOver', () => {
    expect(explanation({ id: 'a', state: 'lost', lastError: 'no answer for 12 s' })).toBe('no answer for 12 s');
    expect(explanation({ id: 'a', state: 'lost', stateMessage: ' ', lastError: 'x' })).toBe('x');
    expect(explanation({ id: 'a', state: 'live', lastError: 'old' })).toBe('');
  });

  test('refused_saysWhatToDo', () => {
    expect(advice({ id: 'a', state: 'refused' })).toContain('configuration');
    expect(advice({ id: 'a', state: 'live' })).toBe('');
  });

  test('missingOrUnknownState_isConnecting', () => {
    expect(stateOf({ id: 'a' })).toBe('connecting');
    expect(stateOf({ id: 'a', state: 'dancing' as never })).toBe('connecting');
  });
});

describe('figures', () => {
  test('missing_isADash', () => {
    expect(figure(undefined)).toBe('–');
    expect(figure(Number.NaN)).toBe('–');
    expect(bitRate(undefined)).toBe('–');
  });

  test('bitRate_changesItsUnit', () => {
    expect(bitRate(410.4)).toBe('410 kbit/s');
    expect(bitRate(2_340)).toBe('2.3 Mbit/s');
  });

  test('percentile_ofNoneOneAndMany', () => {
    expect(percentile([], 0.5)).toBeUndefined();
    expect(percentile([3], 0.99)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile(Array.from({ length: 100 }, (_, i) => i), 0.99)).toBe(99);
  });

  test('samples_areBoundedAndReadByTime', () => {
    const samples = new Samples(3);
    [1, 2, 3, 4].forEach((value) => samples.add(value, value * 10));
    expect(samples.since(30)).toEqual([3, 4]);
    expect(samples.summary()).toEqual({ p50: 3, p99: 4, count: 3 });
  });
});

describe('secretOf', () => {
  test('addressOrCode_isACode', () => {
    expect(secretOf('http://127.0.0.1:8080/#code=Ab-1_2')).toEqual({ code: 'Ab-1_2' });
    expect(secretOf('code=Ab')).toEqual({ code: 'Ab' });
  });

  test('bareText_isAToken', () => {
    expect(secretOf('0123abcd')).toEqual({ token: '0123abcd' });
  });
});
