/** The messages of /api/live: JSON as text, access units and JPEGs as binary. */

export type CameraState = 'connecting' | 'live' | 'stalled' | 'lost' | 'refused' | 'ended' | 'disabled';
export type Role = 'grid' | 'full';
export type Channel = 'video' | 'analysis' | 'status' | 'events';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A named joint, or a point of a hand or a face. */
export interface KeyPoint {
  name?: string;
  x: number;
  y: number;
  score?: number | null;
}

/**
 * One thing found. Which fields are there depends on `kind`; an unknown kind is passed over. What is not a number in
 * the server (a score that could not be told) comes as null.
 */
export interface Result {
  kind: string;
  label?: string;
  score?: number | null;
  box?: Box;
  text?: string;
  /** The corners of a line of text, clockwise from the text's own top left. */
  polygon?: [number, number][];
  points?: KeyPoint[];
  /** A mask's grid over its box, and its runs in row-major order: outside, inside, outside, … */
  columns?: number;
  rows?: number;
  runs?: number[];
  name?: string;
  number?: number | null;
  unit?: string;
  values?: Record<string, string>;
  /** The object that it shows, from 1: the same number for as long as the server follows it. */
  track?: number;
  parent?: { stage: string; index: number };
}

/** What all stages found in one frame. A stage that did not run is absent; one that found nothing is []. */
export interface Analysis {
  type: 'analysis';
  camera: string;
  stream: number;
  sequence: number;
  pts: number;
  capturedAt: string;
  width: number;
  height: number;
  results: Record<string, Result[]>;
  /** Of stages that should have run and gave no results: why, in words. */
  errors?: Record<string, string>;
  timings?: Record<string, number>;
}

export interface StreamInfo {
  type: 'stream';
  camera: string;
  stream: number;
  node?: string;
  codec?: string;
  width?: number;
  height?: number;
}

/** What is known of a camera. Every field but the id may be missing. */
export interface Camera {
  id: string;
  pipeline?: string;
  state?: CameraState;
  stateMessage?: string;
  lastError?: string;
  width?: number;
  height?: number;
  codec?: string;
  fps?: number;
  kbps?: number;
  keyFrameIntervalSeconds?: number;
  analysesPerSecond?: number;
  /** From packet to result: the middle, and one in a hundred, of the last results. */
  latencyMillis?: number;
  latencyP99Millis?: number;
  framesDropped?: number;
  reconnects?: number;
  streams?: CameraStream[];
}

export interface CameraStream {
  source?: string;
  roles?: string[];
  state?: CameraState;
  width?: number;
  height?: number;
  codec?: string;
  fps?: number;
  kbps?: number;
}

export interface VideoMessage {
  key: boolean;
  jpeg: boolean;
  stream: number;
  ptsMicros: number;
  captureMicros: number;
  data: Uint8Array;
}

const HEADER_BYTES = 24;
const MAGIC = 0x4f53;
const VERSION = 1;
const FLAG_KEY = 1;
const FLAG_JPEG = 2;

/** Reads the 24-byte big-endian header. Throws on a message that is not ours, with what was found. */
export function parseVideo(message: ArrayBuffer): VideoMessage {
  if (message.byteLength < HEADER_BYTES) {
    throw new Error(`a binary message must hold at least ${HEADER_BYTES} bytes, got ${message.byteLength}`);
  }
  const view = new DataView(message);
  if (view.getUint16(0) !== MAGIC) {
    throw new Error(`a binary message must begin with "OS" (4f53), got ${view.getUint16(0).toString(16)}`);
  }
  if (view.getUint8(2) !== VERSION) {
    throw new Error(`this page reads version ${VERSION} of binary messages, got ${view.getUint8(2)}: reload the page`);
  }
  const flags = view.getUint8(3);
  return {
    key: (flags & FLAG_KEY) !== 0,
    jpeg: (flags & FLAG_JPEG) !== 0,
    stream: view.getUint32(4),
    ptsMicros: Number(view.getBigInt64(8)),
    captureMicros: Number(view.getBigInt64(16)),
    data: new Uint8Array(message, HEADER_BYTES),
  };
}
