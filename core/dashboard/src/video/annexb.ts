/** Reads H.264 as cameras send it: NAL units between start codes (Annex B). */

export const NAL_IDR = 5;
export const NAL_SPS = 7;
export const NAL_PPS = 8;
export const NAL_AUD = 9;

export function nalType(nal: Uint8Array): number {
  return nal[0] & 0x1f;
}

/** The NAL units of an access unit, without their start codes; views into `data`. */
export function splitNals(data: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  const end = data.length;
  for (let i = 0; i + 2 < end; i++) {
    if (data[i + 2] > 1) {
      i += 2;
      continue;
    }
    if (data[i] === 0 && data[i + 1] === 0 && data[i + 2] === 1) {
      if (start >= 0) {
        pushTrimmed(nals, data, start, i);
      }
      start = i + 3;
      i += 2;
    }
  }
  if (start >= 0) {
    pushTrimmed(nals, data, start, end);
  }
  return nals;
}

/** A four-byte start code's first zero, and trailing zeros, belong to no NAL unit. */
function pushTrimmed(nals: Uint8Array[], data: Uint8Array, start: number, end: number): void {
  while (end > start && data[end - 1] === 0) {
    end--;
  }
  if (end > start) {
    nals.push(data.subarray(start, end));
  }
}

export interface SequenceParameters {
  /** As browsers want it: avc1 and profile, constraints, level in hexadecimal. */
  codec: string;
  width: number;
  height: number;
}

/** The codec's name and the picture's size from a sequence parameter set. */
export function readSps(sps: Uint8Array): SequenceParameters {
  if (sps.length < 4) {
    throw new Error(`a sequence parameter set must hold at least 4 bytes, got ${sps.length}`);
  }
  const codec = `avc1.${hex(sps[1])}${hex(sps[2])}${hex(sps[3])}`;
  const bits = new BitReader(unescape(sps.subarray(4)));
  const profile = sps[1];
  bits.unsigned();
  let chroma = 1;
  let separatePlanes = 0;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].includes(profile)) {
    chroma = bits.unsigned();
    if (chroma === 3) {
      separatePlanes = bits.bit();
    }
    bits.unsigned();
    bits.unsigned();
    bits.bit();
    if (bits.bit() === 1) {
      for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
        if (bits.bit() === 1) {
          skipScalingList(bits, list < 6 ? 16 : 64);
        }
      }
    }
  }
  bits.unsigned();
  const pictureOrder = bits.unsigned();
  if (pictureOrder === 0) {
    bits.unsigned();
  } else if (pictureOrder === 1) {
    bits.bit();
    bits.signed();
    bits.signed();
    for (let left = bits.unsigned(); left > 0; left--) {
      bits.signed();
    }
  }
  bits.unsigned();
  bits.bit();
  const widthInBlocks = bits.unsigned() + 1;
  const heightInUnits = bits.unsigned() + 1;
  const framesOnly = bits.bit();
  if (framesOnly === 0) {
    bits.bit();
  }
  bits.bit();
  let cropX = 0;
  let cropY = 0;
  if (bits.bit() === 1) {
    const subsampled = separatePlanes === 0 ? chroma : 0;
    const unitX = subsampled === 1 || subsampled === 2 ? 2 : 1;
    const unitY = (subsampled === 1 ? 2 : 1) * (2 - framesOnly);
    cropX = unitX * (bits.unsigned() + bits.unsigned());
    cropY = unitY * (bits.unsigned() + bits.unsigned());
  }
  return { codec, width: widthInBlocks * 16 - cropX, height: heightInUnits * 16 * (2 - framesOnly) - cropY };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let i = 0; i < size; i++) {
    const next = (last + bits.signed() + 256) % 256;
    if (next === 0) {
      return;
    }
    last = next;
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Takes out the bytes that keep start codes from appearing inside a NAL unit. */
function unescape(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < data.length; i++) {
    if (!(data[i] === 3 && i >= 2 && data[i - 1] === 0 && data[i - 2] === 0)) {
      out.push(data[i]);
    }
  }
  return Uint8Array.from(out);
}

/** Bits and Exp-Golomb numbers; throws past the end. */
class BitReader {
  private position = 0;

  constructor(private readonly data: Uint8Array) {}

  bit(): number {
    if (this.position >= this.data.length * 8) {
      throw new Error(`a sequence parameter set ends early, after ${this.data.length} bytes`);
    }
    const bit = (this.data[this.position >> 3] >> (7 - (this.position & 7))) & 1;
    this.position++;
    return bit;
  }

  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) {
      zeros++;
    }
    let value = 1;
    for (; zeros > 0; zeros--) {
      value = value * 2 + this.bit();
    }
    return value - 1;
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}
