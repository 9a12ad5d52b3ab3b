import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { NAL_IDR, NAL_PPS, NAL_SPS, nalType, readSps, splitNals } from '../src/video/annexb';
import { choose, type Browser } from '../src/video/capability';
import { fragment, initSegment } from '../src/video/fmp4';
import { Freshness, LATE_MILLIS } from '../src/video/freshness';
import { Hold, Lateness, MAX_HELD, MAX_HOLD_MILLIS, MAX_HOLD_SHAPES_MILLIS } from '../src/video/hold';
import type { Picture } from '../src/video/picture';
import { accessUnits } from './fakeServer.mjs';

const clip = accessUnits(readFileSync(new URL('fixtures/testsrc.h264', import.meta.url)));
const keyFrame = new Uint8Array(clip[0].data);
const bytes = (text: string) => Uint8Array.from(text.split(' ').map((byte) => parseInt(byte, 16)));

describe('splitNals', () => {
  test('bothStartCodesAndTrailingZeros_areTakenOff', () => {
    const nals = splitNals(bytes('00 00 00 01 09 f0 00 00 01 67 01 02 00 00 00 01 68 03 00 00 00'));
    expect(nals.map((nal) => [...nal])).toEqual([[9, 0xf0], [0x67, 1, 2], [0x68, 3]]);
  });

  test('escapedZeros_doNotSplit', () => {
    expect(splitNals(bytes('00 00 01 65 00 00 03 01 00 00 03 00 80'))).toHaveLength(1);
  });

  test('noStartCode_givesNothing', () => {
    expect(splitNals(bytes('01 02 03 04'))).toEqual([]);
    expect(splitNals(new Uint8Array())).toEqual([]);
  });

  test('keyFrameOfTheClip_hasItsParameterSets', () => {
    expect(splitNals(keyFrame).map(nalType)).toEqual(expect.arrayContaining([NAL_SPS, NAL_PPS, NAL_IDR]));
  });
});

describe('readSps', () => {
  test('clip_codecAndSizeAreRead', () => {
    const sps = splitNals(keyFrame).find((nal) => nalType(nal) === NAL_SPS) as Uint8Array;
    expect(readSps(sps)).toEqual({ codec: 'avc1.4d400c', width: 160, height: 96 });
  });

  test('highProfileCropped1080p_codecAndSizeAreRead', () => {
    const sps = bytes('67 64 00 28 ac d9 40 78 02 27 e5 c0 44 00 00 03 00 04 00 00 03 00 f0 3c 60 c6 58');
    expect(readSps(sps)).toEqual({ codec: 'avc1.640028', width: 1920, height: 1080 });
  });

  test('cutOff_isRefusedInWords', () => {
    expect(() => readSps(bytes('67 64 00'))).toThrow('at least 4 bytes, got 3');
    expect(() => readSps(bytes('67 4d 00 28 00 00'))).toThrow('ends early');
  });
});

interface Box {
  type: string;
  body: Uint8Array;
}

function boxes(data: Uint8Array): Box[] {
  const found: Box[] = [];
  for (let at = 0; at < data.length; ) {
    const length = new DataView(data.buffer, data.byteOffset + at).getUint32(0);
    expect(length).toBeGreaterThanOrEqual(8);
    found.push({
      type: String.fromCharCode(...data.subarray(at + 4, at + 8)),
      body: data.subarray(at + 8, at + length),
    });
    at += length;
  }
  return found;
}

function inside(data: Uint8Array, ...path: string[]): Uint8Array {
  const box = boxes(data).find(({ type }) => type === path[0]);
  expect(box, path[0]).toBeDefined();
  const body = (box as Box).body;
  return path.length === 1 ? body : inside(body, ...path.slice(1));
}

describe('fmp4', () => {
  const nals = splitNals(keyFrame);
  const sps = nals.find((nal) => nalType(nal) === NAL_SPS) as Uint8Array;
  const pps = nals.find((nal) => nalType(nal) === NAL_PPS) as Uint8Array;

  test('header_holdsBoxesThatAddUp', () => {
    const header = initSegment(sps, pps, readSps(sps));
    expect(boxes(header).map(({ type }) => type)).toEqual(['ftyp', 'moov']);
    const stsd = inside(header, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd');
    const avc1 = boxes(stsd.subarray(8))[0];
    expect(avc1.type).toBe('avc1');
    const avcC = inside(avc1.body.subarray(78), 'avcC');
    expect([...avcC.subarray(0, 8)]).toEqual([1, sps[1], sps[2], sps[3], 0xff, 0xe1, 0, sps.length]);
    expect([...avcC.subarray(8, 8 + sps.length)]).toEqual([...sps]);
  });

  test('fragment_hasOnePictureWithLengthsInPlaceOfStartCodes', () => {
    const made = fragment(7, { nals, key: true, decodeMicros: 2 ** 33, offsetMicros: -5, durationMicros: 66_667 });
    expect(boxes(made).map(({ type }) => type)).toEqual(['moof', 'mdat']);
    const tfdt = inside(made, 'moof', 'traf', 'tfdt');
    expect(new DataView(tfdt.buffer, tfdt.byteOffset).getBigUint64(4)).toBe(2n ** 33n);
    const trun = inside(made, 'moof', 'traf', 'trun');
    const view = new DataView(trun.buffer, trun.byteOffset);
    const dataOffset = view.getUint32(8);
    const mdat = inside(made, 'mdat');
    expect(view.getUint32(16)).toBe(mdat.length);
    expect(view.getInt32(24)).toBe(-5);
    expect(new DataView(made.buffer).getUint32(dataOffset)).toBe(nals[nals.length - 1].length);
    expect(made[dataOffset + 4] & 0x1f).toBe(NAL_IDR);
  });
});

describe('choose', () => {
  const all: Browser = { secure: true, hasDecoder: true, decodes: async () => true, plays: () => true };

  test('secureContextWithDecoder_isWebCodecs', async () => {
    expect(await choose(all)).toMatchObject({ mode: 'webcodecs', accept: ['avc1', 'hvc1', 'jpeg'] });
    const noH265 = { ...all, decodes: async (codec: string) => codec.startsWith('avc1') };
    expect((await choose(noH265)).accept).toEqual(['avc1', 'jpeg']);
  });

  test('plainHttp_isMediaSourceAndSaysWhy', async () => {
    const chosen = await choose({ ...all, secure: false, hasDecoder: false });
    expect(chosen).toMatchObject({ mode: 'mse', accept: ['avc1', 'jpeg'] });
    expect(chosen.reason).toContain('neither https nor localhost');
  });

  test('nothingForH264_isJpeg', async () => {
    const chosen = await choose({ ...all, decodes: async () => false, plays: () => false });
    expect(chosen).toMatchObject({ mode: 'jpeg', accept: ['jpeg'] });
  });

  test('askedFor_isTaken', async () => {
    expect((await choose(all, 'mse')).mode).toBe('mse');
    expect((await choose(all, 'jpeg')).mode).toBe('jpeg');
  });
});

function picture(ptsMicros: number): Picture & { image: { close: ReturnType<typeof vi.fn> } } {
  return { image: { close: vi.fn() }, width: 1, height: 1, stream: 1, ptsMicros, captureMicros: 0 } as never;
}

describe('Hold', () => {
  test('undecidedPicture_waitsUntilItsTimeIsUp', () => {
    const hold = new Hold();
    const one = picture(1);
    hold.push(one, 0);
    expect(hold.take(99, 100, () => false)).toBeUndefined();
    expect(hold.take(100, 100, () => false)).toBe(one);
    expect(one.image.close).not.toHaveBeenCalled();
  });

  test('decidedPicture_isShownAndOlderOnesAreClosed', () => {
    const hold = new Hold();
    const [one, two, three] = [picture(1), picture(2), picture(3)];
    [one, two, three].forEach((each) => hold.push(each, 0));
    expect(hold.take(1, 100, (each) => each.ptsMicros <= 2)).toBe(two);
    expect(one.image.close).toHaveBeenCalledOnce();
    expect(hold.size).toBe(1);
  });

  test('full_theOldestIsShownAtOnce', () => {
    const hold = new Hold();
    const pictures = Array.from({ length: MAX_HELD }, (_, i) => picture(i));
    pictures.slice(1).forEach((each) => hold.push(each, 0));
    expect(hold.take(0, 100, () => false)).toBeUndefined();
    hold.push(pictures[0], 0);
    expect(hold.take(0, 100, () => false)).toBe(pictures[1]);
    expect(hold.take(0, 100, () => false)).toBeUndefined();
  });

  test('tooMany_theOldestIsClosed', () => {
    const hold = new Hold();
    const pictures = Array.from({ length: MAX_HELD + 1 }, (_, i) => picture(i));
    expect(pictures.reduce((dropped, each) => dropped + hold.push(each, 0), 0)).toBe(1);
    expect(pictures[0].image.close).toHaveBeenCalledOnce();
    expect(hold.size).toBe(MAX_HELD);
    hold.clear();
    pictures.forEach((each) => expect(each.image.close).toHaveBeenCalledOnce());
  });
});

describe('Lateness', () => {
  test('noAnalyses_noWaiting', () => {
    expect(new Lateness().holdMillis(0)).toBe(0);
  });

  test('analysesInTime_waitsAsLongAsMostNeed', () => {
    const lateness = new Lateness();
    for (let i = 0; i < 20; i++) {
      lateness.analysed(30, i);
    }
    expect(lateness.holdMillis(20)).toBe(38);
    expect(lateness.holdMillis(2_100)).toBe(0);
  });

  test('analysesTooLate_noWaiting', () => {
    const lateness = new Lateness();
    lateness.analysed(MAX_HOLD_MILLIS + 1, 0);
    expect(lateness.holdMillis(1)).toBe(0);
  });

  test('someLate_isBounded', () => {
    const lateness = new Lateness();
    for (let i = 0; i < 10; i++) {
      lateness.analysed(i < 6 ? 20 : 500, i);
    }
    expect(lateness.holdMillis(10)).toBe(MAX_HOLD_MILLIS);
  });

  test('shapes_areWaitedForLonger', () => {
    const lateness = new Lateness(MAX_HOLD_SHAPES_MILLIS);
    lateness.analysed(200, 0);
    expect(lateness.holdMillis(1)).toBe(208);
  });
});

describe('Freshness', () => {
  const unit = (captureMillis: number, key = false) =>
    ({ key, jpeg: false, stream: 1, ptsMicros: 0, captureMicros: captureMillis * 1000, data: new Uint8Array() });

  test('burstSinceTheLastKeyFrame_isNeverLate', () => {
    const freshness = new Freshness();
    expect(freshness.skip(unit(0, true), 10_000)).toBe(false);
    for (let captured = 100; captured < 10_000; captured += 100) {
      expect(freshness.skip(unit(captured), 10_000)).toBe(false);
    }
  });

  test('latePictures_areSkippedToTheNextKeyFrame', () => {
    const freshness = new Freshness();
    freshness.skip(unit(1_000, true), 91_000);
    expect(freshness.skip(unit(1_100), 91_100 + LATE_MILLIS)).toBe(false);
    expect(freshness.skip(unit(1_200), 91_201 + LATE_MILLIS)).toBe(true);
    expect(freshness.skip(unit(1_300), 91_300)).toBe(true);
    expect(freshness.skip(unit(1_400, true), 91_401 + LATE_MILLIS)).toBe(false);
    expect(freshness.skip(unit(1_500), 91_501 + LATE_MILLIS)).toBe(true);
    expect(freshness.skip(unit(1_600, true), 91_600)).toBe(false);
    expect(freshness.skip(unit(1_700), 91_700)).toBe(false);
  });
});
