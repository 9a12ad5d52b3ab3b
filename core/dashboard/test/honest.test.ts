import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Analysis, Result } from '../src/live/protocol';
import { Notices } from '../src/notices';
import type { StageResults } from '../src/overlay/analyses';
import { REMEMBERED_MILLIS, Troubles } from '../src/overlay/troubles';
import { cameraHash, routeOf } from '../src/ui/route';
import { ago, counted, silence } from '../src/ui/silence';
import { latency, rate } from '../src/ui/words';

const person: Result = { kind: 'detection', label: 'person' };
const found = (stage: string, results: Result[] = []): StageResults =>
  ({ stage, results, width: 1, height: 1, ageMicros: 0, shapes: 1 });

describe('silence', () => {
  const known = { found: [], last: [], troubles: [], shows: () => true };

  test('lateResults_areNamedWithTheirAge', () => {
    const last = [{ stage: 'detect', results: [person], ageMillis: 2_340 }];
    expect(silence({ ...known, last })).toBe('Last result 2.3 s ago: 1 person.');
  });

  test('seldomStage_isNotSilencedByAQuickOne', () => {
    const last = [{ stage: 'motion', results: [], ageMillis: 40 }, { stage: 'detect', results: [person, person], ageMillis: 1_500 }];
    expect(silence({ ...known, found: [found('motion')], last })).toBe('Last result 1.5 s ago: 2 × person.');
    last[1].ageMillis = 11_000;
    expect(silence({ ...known, found: [found('motion')], last })).toBe('Nothing found.');
  });

  test('stagesThatRanAndFoundNothing_foundNothing', () => {
    const last = [{ stage: 'detect', results: [], ageMillis: 40 }];
    expect(silence({ ...known, found: [found('detect')], last })).toBe('Nothing found.');
  });

  test('failingStage_isNeverNothing', () => {
    const last = [{ stage: 'motion', results: [], ageMillis: 40 }];
    const troubles = [{ stage: 'detect', words: 'out of use', missing: 'none' as const }];
    const words = silence({ ...known, found: [found('motion')], last, troubles });
    expect(words).toContain('Nothing from detect');
    expect(words).not.toContain('Nothing found');
  });

  test('stageThatFailsNowAndThen_leavesADoubt', () => {
    const last = [{ stage: 'detect', results: [], ageMillis: 40 }];
    const troubles = [{ stage: 'detect', words: 'too late', missing: 'times' as const }];
    expect(silence({ ...known, found: [found('detect')], last, troubles })).toBe(
      'Nothing found, but results of detect are missing: see above.',
    );
  });

  test('noAnalysisOrNoStageShown_isSaid', () => {
    expect(silence(known)).toBe('No analysis has come yet.');
    const last = [{ stage: 'detect', results: [person], ageMillis: 0 }];
    expect(silence({ ...known, last, shows: () => false })).toBe('All stages are switched off.');
  });

  test('counted_theMostFirst', () => {
    const results = ['car', 'person', 'car'].map((label) => ({ kind: 'detection', label }));
    expect(counted([{ stage: 'detect', results }, { stage: 'motion', results: [{ kind: 'detection', label: 'motion' }] }])).toBe('2 × car, 1 person');
    expect(counted([{ stage: 'text', results: [{ kind: 'text', text: 'EXIT' }] }])).toBe('1 text');
    const mask = { kind: 'mask', label: 'person', parent: { stage: 'detect', index: 0 } };
    expect(counted([{ stage: 'detect', results: [person] }, { stage: 'segment', results: [mask] }])).toBe('1 person');
    expect(counted([])).toBe('nothing');
  });

  test('ago_isAsExactAsItNeedBe', () => {
    expect([0, 2_340, 12_400, 300_000].map((millis) => ago(millis))).toEqual(['0.0 s', '2.3 s', '12 s', '5 min']);
  });
});

describe('Troubles', () => {
  const analysis = (results: Analysis['results'], errors?: Record<string, string>) => ({ results, errors }) as Analysis;

  test('failingStage_isNamedUntilItIsWellAgain', () => {
    const troubles = new Troubles();
    troubles.note(analysis({ motion: [] }, { detect: 'out of use' }), 0);
    expect(troubles.list(5_000)).toEqual([{ stage: 'detect', words: 'out of use', missing: 'none' }]);
    troubles.note(analysis({ motion: [], detect: [] }), 6_000);
    expect(troubles.list(7_000)).toEqual([{ stage: 'detect', words: 'out of use', missing: 'times' }]);
    expect(troubles.list(REMEMBERED_MILLIS + 1)).toEqual([]);
  });

  test('stageThatFailsOnSomePictures_failsNowAndThen', () => {
    const troubles = new Troubles();
    for (let i = 0; i < 10; i++) {
      troubles.note(i % 2 === 0 ? analysis({}, { detect: 'too late' }) : analysis({ detect: [] }), i * 100);
      expect(troubles.list(i * 100)[0].missing).toBe(i > 0 ? 'times' : 'none');
    }
  });

  test('stageThatGivesNotAll_isSaidUntilItDoes', () => {
    const troubles = new Troubles();
    troubles.note(analysis({ detect: [person] }, { detect: 'more than max-results' }), 0);
    expect(troubles.list(100)).toEqual([{ stage: 'detect', words: 'more than max-results', missing: 'part' }]);
    expect(troubles.list(REMEMBERED_MILLIS + 1)).toEqual([]);
  });

  test('stageThatFellOut_isNotLeftOutByPicturesThatDoNotNameIt', () => {
    const troubles = new Troubles();
    troubles.note(analysis({}, { detect: 'out of use' }), 0);
    troubles.note(analysis({ motion: [] }), 30_000);
    expect(troubles.list(30_000)).toHaveLength(1);
  });
});

describe('Notices', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('removedCameras_areOneLineThatGoesByItself', () => {
    const notices = new Notices();
    notices.removed('a');
    expect(notices.shown.get()).toEqual([{ about: 'removed', text: 'Camera a was removed.' }]);
    ['b', 'c', 'd', 'e', 'f', 'g'].forEach((id) => notices.removed(id));
    expect(notices.shown.get()).toEqual([{ about: 'removed', text: '7 cameras were removed: a, b, c, d, e and 2 more.' }]);
    vi.runAllTimers();
    expect(notices.shown.get()).toEqual([]);
    notices.removed('h');
    expect(notices.shown.get()[0].text).toBe('Camera h was removed.');
  });

  test('cameraThatIsBack_isNoLongerGone', () => {
    const notices = new Notices();
    notices.removed('a');
    notices.there('a');
    expect(notices.shown.get()).toEqual([]);
  });

  test('refusedRequest_staysUntilDismissed', () => {
    const notices = new Notices();
    notices.refused('no');
    notices.removed('a');
    vi.runAllTimers();
    expect(notices.shown.get()).toEqual([{ about: 'request', text: 'no' }]);
    notices.dismiss('request');
    expect(notices.shown.get()).toEqual([]);
  });
});

describe('routeOf', () => {
  test('addresses_areReadOrSaidToBeUnreadable', () => {
    expect(routeOf('#/camera/front%20door')).toEqual({ view: 'camera', id: 'front door' });
    expect(routeOf('#/camera/%E0%A4%A')).toEqual({ view: 'unknown' });
    expect(routeOf(cameraHash('front door?', 'a/b'))).toEqual({ view: 'camera', id: 'front door?', shows: 'a/b' });
    expect(routeOf('#/camera/hall?view=%E0%A4%A')).toEqual({ view: 'unknown' });
    expect(routeOf('#/stages')).toEqual({ view: 'stages' });
    expect(routeOf('')).toEqual({ view: 'grid' });
  });
});

describe('figures', () => {
  test('rate_hasTenthsWhereItIsSmall', () => {
    expect([0, 0.6, 5, 9.96, 15.2].map((value) => rate(value))).toEqual(['0', '0.6', '5.0', '10', '15']);
    expect(rate(undefined)).toBe('–');
  });

  test('latencyOfSeconds_isInSeconds', () => {
    expect(latency(85)).toEqual({ value: '85', unit: 'ms' });
    expect(latency(2_340)).toEqual({ value: '2.3', unit: 's' });
    expect(latency(undefined)).toEqual({ value: '–', unit: 'ms' });
  });
});
