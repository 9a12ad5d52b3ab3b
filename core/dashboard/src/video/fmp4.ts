/** Writes H.264 as fragmented MP4, the form that MediaSource plays: one header, then one fragment a picture. */
import { NAL_AUD, NAL_PPS, NAL_SPS, nalType, type SequenceParameters } from './annexb';

export const TIMESCALE = 1_000_000;

const TRACK = 1;
const SYNC_SAMPLE = 0x02000000;
const OTHER_SAMPLE = 0x01010000;

/** ftyp and moov: what is needed before the first picture, and again when the parameters change. */
export function initSegment(sps: Uint8Array, pps: Uint8Array, parameters: SequenceParameters): Uint8Array {
  const { width, height } = parameters;
  const avcC = box('avcC', [1, sps[1], sps[2], sps[3], 0xff, 0xe1], u16(sps.length), sps, [1], u16(pps.length), pps);
  const avc1 = box('avc1', zeros(6), u16(1), zeros(16), u16(width), u16(height), u32(0x480000), u32(0x480000), zeros(4),
    u16(1), zeros(32), u16(24), u16(0xffff), avcC);
  const stbl = box('stbl',
    full('stsd', 0, 0, u32(1), avc1),
    full('stts', 0, 0, u32(0)),
    full('stsc', 0, 0, u32(0)),
    full('stsz', 0, 0, u32(0), u32(0)),
    full('stco', 0, 0, u32(0)));
  const minf = box('minf',
    full('vmhd', 0, 1, zeros(8)),
    box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))),
    stbl);
  const mdia = box('mdia',
    full('mdhd', 0, 0, zeros(8), u32(TIMESCALE), u32(0), u16(0x55c4), u16(0)),
    full('hdlr', 0, 0, zeros(4), text('vide'), zeros(12), text('video'), [0]),
    minf);
  const tkhd = full('tkhd', 0, 3, zeros(8), u32(TRACK), zeros(4), u32(0), zeros(16), matrix(),
    u32(width * 0x10000), u32(height * 0x10000));
  const mvhd = full('mvhd', 0, 0, zeros(8), u32(TIMESCALE), u32(0), u32(0x10000), u16(0x100), zeros(10), matrix(),
    zeros(24), u32(TRACK + 1));
  const mvex = box('mvex', full('trex', 0, 0, u32(TRACK), u32(1), u32(0), u32(0), u32(0)));
  return concat([
    box('ftyp', text('iso5'), u32(512), text('iso5iso6mp41avc1')),
    box('moov', mvhd, box('trak', tkhd, mdia), mvex),
  ]);
}

export interface Sample {
  nals: Uint8Array[];
  key: boolean;
  /** When it is decoded; grows from sample to sample. */
  decodeMicros: number;
  /** When it is shown, relative to decodeMicros; may be negative. */
  offsetMicros: number;
  durationMicros: number;
}

/** moof and mdat with one picture. Parameter sets and delimiters stay out: the header has them. */
export function fragment(sequence: number, sample: Sample): Uint8Array {
  const nals = sample.nals.filter((nal) => ![NAL_SPS, NAL_PPS, NAL_AUD].includes(nalType(nal)));
  const size = nals.reduce((sum, nal) => sum + 4 + nal.length, 0);
  const moof = (dataOffset: number): Uint8Array =>
    box('moof',
      full('mfhd', 0, 0, u32(sequence)),
      box('traf',
        full('tfhd', 0, 0x020000, u32(TRACK)),
        full('tfdt', 1, 0, u64(sample.decodeMicros)),
        // Data offset, and a duration, size, flags and offset of the one sample.
        full('trun', 1, 0xf01, u32(1), u32(dataOffset), u32(sample.durationMicros), u32(size),
          u32(sample.key ? SYNC_SAMPLE : OTHER_SAMPLE), u32(sample.offsetMicros))));
  const mdat = box('mdat', ...nals.flatMap((nal) => [u32(nal.length), nal]));
  return concat([moof(moof(0).length + 8), mdat]);
}

type Bytes = Uint8Array | number[];

function box(type: string, ...parts: Bytes[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  return concat([u32(size), text(type), ...parts]);
}

function full(type: string, version: number, flags: number, ...parts: Bytes[]): Uint8Array {
  return box(type, u32(version * 0x1000000 + flags), ...parts);
}

function concat(parts: Bytes[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

function u16(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function u32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function u64(value: number): number[] {
  return [...u32(Math.floor(value / 0x100000000)), ...u32(value % 0x100000000)];
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

function text(value: string): number[] {
  return [...value].map((letter) => letter.charCodeAt(0));
}

function matrix(): number[] {
  return [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].flatMap(u32);
}
