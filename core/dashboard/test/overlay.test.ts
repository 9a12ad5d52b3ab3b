import { describe, expect, test } from 'vitest';
import type { Analysis } from '../src/live/protocol';
import { Analyses, RING, SHAPE_MICROS, SHAPE_WHOLE_MICROS } from '../src/overlay/analyses';
import { colorOf, colorOfTrack } from '../src/overlay/colors';
import { fit } from '../src/overlay/draw';
import { CARRIED_MICROS, TRAIL_MICROS } from '../src/overlay/tracks';

function analysis(pts: number, results: Analysis['results'] = { detect: [] }, stream = 1): Analysis {
  const capturedAt = new Date(1_000_000 + pts / 1000).toISOString();
  return { type: 'analysis', camera: 'hall', stream, sequence: 0, pts, capturedAt, width: 960, height: 540, results };
}

function when(ptsMicros: number, stream = 1) {
  return { stream, ptsMicros, captureMicros: 1_000_000_000 + ptsMicros };
}

const person = { kind: 'detection', label: 'person', score: 0.7 };

describe('Analyses', () => {
  test('samePicture_isExact', () => {
    const analyses = new Analyses();
    analyses.add(analysis(40_000, { detect: [person] }));
    const match = analyses.match(when(40_000));
    expect(match.exact).toBe(true);
    expect(match.stages).toMatchObject([{ stage: 'detect', results: [person], width: 960, ageMicros: 0 }]);
  });

  test('laterPicturesAnalysis_isNotDrawn', () => {
    const analyses = new Analyses();
    analyses.add(analysis(80_000, { detect: [person] }));
    expect(analyses.match(when(40_000))).toEqual({ exact: false, stages: [] });
  });

  test('earlierPicture_isTakenForASecond', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { detect: [person] }));
    expect(analyses.match(when(1_000_000)).stages).toHaveLength(1);
    expect(analyses.match(when(1_000_000)).exact).toBe(false);
    expect(analyses.match(when(1_000_001)).stages).toEqual([]);
  });

  test('stageThatDidNotRun_keepsItsLastResults', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { motion: [], detect: [person] }));
    analyses.add(analysis(40_000, { motion: [] }));
    const stages = analyses.match(when(40_000)).stages;
    expect(stages.map(({ stage, ageMicros }) => [stage, ageMicros])).toEqual([['motion', 0], ['detect', 40_000]]);
  });

  test('stageThatFoundNothing_replacesItsLastResults', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { detect: [person] }));
    analyses.add(analysis(40_000, { detect: [] }));
    expect(analyses.match(when(40_000)).stages).toMatchObject([{ stage: 'detect', results: [] }]);
  });

  test('decided_onceThisOrALaterPictureIsAnalysed', () => {
    const analyses = new Analyses();
    analyses.add(analysis(40_000));
    expect(analyses.decided(when(80_000))).toBe(false);
    expect(analyses.decided(when(40_000))).toBe(true);
    analyses.add(analysis(120_000));
    expect(analyses.decided(when(80_000))).toBe(true);
  });

  test('otherStream_alignsByCaptureTime', () => {
    const analyses = new Analyses();
    analyses.add(analysis(40_000, { detect: [person] }, 2));
    const shown = { stream: 1, ptsMicros: 999_000_000, captureMicros: 1_000_000_000 + 60_000 };
    expect(analyses.match(shown)).toMatchObject({ exact: true, stages: [{ stage: 'detect' }] });
  });

  test('shapes_areWholeOnTheirPictureAndGoneSoonAfter', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { segment: [person] }));
    const strength = (micros: number) => analyses.match(when(micros)).stages[0].shapes;
    expect([0, SHAPE_WHOLE_MICROS].map(strength)).toEqual([1, 1]);
    expect(strength(210_000)).toBeCloseTo(0.5);
    expect(strength(SHAPE_MICROS)).toBe(0);
    // The stage's boxes are still there.
    expect(analyses.match(when(SHAPE_MICROS)).stages[0].results).toEqual([person]);
  });

  test('shapesOfASeldomStage_lastUntilItsNextRunButNotForLong', () => {
    const every = (millis: number) => {
      const analyses = new Analyses();
      for (let i = 0; i < 4; i++) {
        analyses.add(analysis(i * millis * 1_000, { segment: [person] }));
        analyses.add(analysis(i * millis * 1_000 + 40_000, { motion: [] }));
      }
      return (age: number) => {
        const { stages } = analyses.match(when(3_000 * millis + age * 1_000));
        return stages.find(({ stage }) => stage === 'segment')?.shapes;
      };
    };
    expect(every(66)(310)).toBe(0);
    expect(every(400)(400)).toBeGreaterThan(0.3);
    expect(every(400)(600)).toBe(0);
    expect(every(2_000)(690)).toBeGreaterThan(0);
    expect(every(2_000)(700)).toBe(0);
  });

  test('shapesThatAlwaysComeLate_fadeByTheirTrueAge', () => {
    const analyses = new Analyses();
    for (let i = 0; i < 10; i++) {
      analyses.add(analysis(i * 66_000, { segment: [person] }));
    }
    const strength = (lateMicros: number) => analyses.match(when(9 * 66_000 + lateMicros)).stages[0].shapes;
    expect(strength(200_000)).toBeLessThan(0.6);
    expect(strength(400_000)).toBe(0);
  });

  test('streamBeginsAnew_forgetsWhatCameBefore', () => {
    const analyses = new Analyses();
    analyses.add(analysis(90_000_000, { detect: [person] }));
    analyses.add(analysis(0, { detect: [] }));
    expect(analyses.match(when(0)).stages).toMatchObject([{ results: [] }]);
    expect(analyses.match(when(90_000_000)).stages).toEqual([]);
  });

  test('many_onlyTheLastAreKept', () => {
    const analyses = new Analyses();
    for (let i = 0; i <= RING; i++) {
      analyses.add(analysis(i * 10_000));
    }
    expect(analyses.match(when(0)).exact).toBe(false);
    expect(analyses.latest()?.pts).toBe(RING * 10_000);
  });
});

describe('objects that are followed', () => {
  const at = (x: number, track = 7) => ({ kind: 'detection', label: 'person', score: 0.7, track, box: { x, y: 100, width: 40, height: 80 } });
  const boxOf = (analyses: Analyses, micros: number) => analyses.match(when(micros)).stages[0].results[0].box;

  function walking(everyMicros: number, pixels: number) {
    const analyses = new Analyses();
    for (let i = 0; i < 5; i++) {
      analyses.add(analysis(i * everyMicros, { detect: [at(i * pixels)] }));
    }
    return { analyses, last: 4 * everyMicros };
  }

  test('boxOfItsOwnPicture_isLeftAsItIs', () => {
    const { analyses, last } = walking(100_000, 10);
    expect(boxOf(analyses, last)).toEqual({ x: 40, y: 100, width: 40, height: 80 });
  });

  test('boxBetweenAnalyses_isCarriedOnByItsMotion', () => {
    const { analyses, last } = walking(100_000, 10);
    expect(boxOf(analyses, last + 50_000)?.x).toBeCloseTo(45);
    expect(boxOf(analyses, last + 300_000)?.x).toBeCloseTo(70);
    const { analyses: rare, last: lately } = walking(500_000, 50);
    expect(boxOf(rare, lately + 250_000)?.x).toBeCloseTo(225);
    expect(boxOf(rare, lately + 250_000)?.y).toBeCloseTo(100);
  });

  test('boxOfAnOldAnalysis_isNotCarriedOnForEver', () => {
    const { analyses, last } = walking(100_000, 10);
    expect(boxOf(analyses, last + CARRIED_MICROS)?.x).toBeCloseTo(110);
    expect(boxOf(analyses, last + CARRIED_MICROS + 200_000)?.x).toBeCloseTo(110);
  });

  test('boxSeenOnce_staysWhereItIs', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { detect: [at(10)] }));
    expect(boxOf(analyses, 300_000)?.x).toBe(10);
  });

  test('laterPlaces_areNotLookedAt', () => {
    const { analyses } = walking(100_000, 10);
    analyses.add(analysis(500_000, { detect: [at(900)] }));
    expect(boxOf(analyses, 450_000)?.x).toBeCloseTo(45);
  });

  test('boxWithoutANumber_staysWhereItIs', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { detect: [{ ...at(0), track: undefined }] }));
    analyses.add(analysis(100_000, { detect: [{ ...at(50), track: undefined }] }));
    expect(boxOf(analyses, 200_000)?.x).toBe(50);
    expect(analyses.match(when(200_000)).stages[0].trails).toBeUndefined();
  });

  test('trail_leadsBackOverThePlacesOfTheFeet', () => {
    const { analyses, last } = walking(100_000, 10);
    const trails = (micros: number) => analyses.match(when(micros)).stages[0].trails?.get(7);
    expect(trails(last)).toEqual([[60, 180], [50, 180], [40, 180], [30, 180], [20, 180]]);
    expect(trails(last + 100_000)?.[0][0]).toBeCloseTo(70);
    analyses.add(analysis(last + TRAIL_MICROS, { detect: [at(500)] }));
    expect(trails(last + TRAIL_MICROS)).toHaveLength(2);
  });

  test('trailOfAnother_isItsOwn', () => {
    const analyses = new Analyses();
    analyses.add(analysis(0, { detect: [at(10, 1), at(300, 2)] }));
    analyses.add(analysis(100_000, { detect: [at(290, 2)] }));
    expect([...(analyses.match(when(100_000)).stages[0].trails ?? []).keys()]).toEqual([2]);
  });

  test('colorOfTrack_isItsOwnAndStays', () => {
    expect(colorOfTrack(1, 'person')).not.toBe(colorOfTrack(2, 'person'));
    expect(colorOfTrack(3, 'person')).toBe(colorOfTrack(3, 'dog'));
    expect(colorOfTrack(undefined, 'dog')).toBe(colorOf('dog'));
  });
});

describe('drawing', () => {
  test('fit_keepsTheShapeInTheMiddle', () => {
    expect(fit(960, 720, 1600, 900)).toEqual({ x: 200, y: 0, width: 1200, height: 900 });
    expect(fit(960, 540, 360, 360)).toEqual({ x: 0, y: 78.75, width: 360, height: 202.5 });
  });

  test('colorOf_isTheSameForTheSameLabel', () => {
    expect(colorOf('car')).toBe(colorOf('car'));
    expect(new Set(['person', 'car', 'dog', 'bicycle', 'truck'].map(colorOf)).size).toBeGreaterThan(2);
  });
});
