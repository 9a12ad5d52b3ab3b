import type { VideoMessage } from '../live/protocol';
import { NAL_PPS, NAL_SPS, nalType, readSps, splitNals } from './annexb';
import { fragment, initSegment } from './fmp4';
import type { Player } from './picture';

/** More than this many fragments waiting for the browser: drop to the next key frame. */
const MAX_PENDING = 60;
/** A viewer this far behind the newest picture jumps to it; one a little behind plays faster. */
const JUMP_SECONDS = 0.7;
const HURRY_SECONDS = 0.25;
const KEEP_SECONDS = 10;
/** A step of the stream's clock outside this range is a new start, not a pause. */
const MAX_STEP_MICROS = 5_000_000;
const FIRST_DURATION_MICROS = 40_000;
const REMEMBERED = 512;

/** What the browser knows of a picture that it is about to show. */
export interface Shown {
  stream: number;
  ptsMicros: number;
  captureMicros: number;
}

export interface MseEvents {
  appended(message: VideoMessage): void;
  shown(picture: Shown): void;
  dropped(count: number): void;
  failed(error: Error): void;
}

/** Muxes access units into fragmented MP4 and plays them in a video element, near its newest picture. */
export class MsePlayer implements Player {
  private readonly source = new MediaSource();
  private readonly address = URL.createObjectURL(this.source);
  private buffer: SourceBuffer | undefined;
  private pending: Uint8Array[] = [];
  private parameters = '';
  private codec = '';
  private waitingForKey = true;
  private closed = false;
  private sequence = 0;
  /** The element's clock: grows without jumps whatever the stream's does. */
  private decodeMicros = 0;
  private lastPtsMicros: number | undefined;
  private durationMicros = FIRST_DURATION_MICROS;
  private baseMicros = 0;
  private readonly times: { shownMicros: number; picture: Shown }[] = [];
  private callback = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: MseEvents,
  ) {
    this.source.addEventListener('sourceopen', this.pump);
    video.src = this.address;
    video.addEventListener('error', this.broken);
    this.watch();
  }

  feed(message: VideoMessage): void {
    if (this.closed) {
      return;
    }
    const nals = splitNals(message.data);
    if (message.key) {
      this.header(nals);
    }
    if ((this.waitingForKey && !message.key) || this.codec === '') {
      this.events.dropped(1);
      return;
    }
    if (this.pending.length > MAX_PENDING) {
      this.events.dropped(this.pending.length + 1);
      this.pending = [];
      this.parameters = '';
      this.waitingForKey = true;
      return;
    }
    this.waitingForKey = false;
    this.append(message, nals);
    this.pump();
  }

  close(): void {
    this.closed = true;
    this.pending = [];
    this.video.cancelVideoFrameCallback?.(this.callback);
    this.video.removeEventListener('error', this.broken);
    this.video.removeAttribute('src');
    this.video.load();
    URL.revokeObjectURL(this.address);
  }

  private header(nals: Uint8Array[]): void {
    const sps = nals.find((nal) => nalType(nal) === NAL_SPS);
    const pps = nals.find((nal) => nalType(nal) === NAL_PPS);
    if (sps === undefined || pps === undefined) {
      return;
    }
    const parameters = `${sps.join()}/${pps.join()}`;
    if (parameters !== this.parameters) {
      const read = readSps(sps);
      this.parameters = parameters;
      this.codec = read.codec;
      this.pending.push(initSegment(sps, pps, read));
    }
  }

  private append(message: VideoMessage, nals: Uint8Array[]): void {
    const step = this.lastPtsMicros === undefined ? 0 : message.ptsMicros - this.lastPtsMicros;
    if (this.lastPtsMicros === undefined || Math.abs(step) > MAX_STEP_MICROS || (step < 0 && message.key)) {
      this.decodeMicros += this.lastPtsMicros === undefined ? 0 : this.durationMicros;
      this.baseMicros = this.decodeMicros - message.ptsMicros;
    } else if (step > 0) {
      this.decodeMicros += step;
      this.durationMicros = step;
    } else {
      // A picture shown before one already sent: decoded next, shown earlier.
      this.decodeMicros += 1;
    }
    this.lastPtsMicros = Math.max(message.ptsMicros, step < 0 && !message.key ? (this.lastPtsMicros ?? 0) : -Infinity);
    const shownMicros = message.ptsMicros + this.baseMicros;
    this.times.push({
      shownMicros,
      picture: { stream: message.stream, ptsMicros: message.ptsMicros, captureMicros: message.captureMicros },
    });
    if (this.times.length > REMEMBERED) {
      this.times.shift();
    }
    this.pending.push(
      fragment(++this.sequence, {
        nals,
        key: message.key,
        decodeMicros: this.decodeMicros,
        offsetMicros: shownMicros - this.decodeMicros,
        durationMicros: this.durationMicros,
      }),
    );
    this.events.appended(message);
  }

  private readonly pump = (): void => {
    if (this.closed || this.source.readyState !== 'open' || this.codec === '') {
      return;
    }
    try {
      const type = `video/mp4; codecs="${this.codec}"`;
      if (this.buffer === undefined) {
        this.buffer = this.source.addSourceBuffer(type);
        this.buffer.addEventListener('updateend', this.pump);
        this.buffer.addEventListener('error', this.broken);
      }
      if (this.buffer.updating) {
        return;
      }
      this.follow(this.buffer);
      if (!this.buffer.updating && this.pending.length > 0) {
        this.buffer.appendBuffer(joined(this.pending));
        this.pending = [];
      }
    } catch (error) {
      this.fail(error as Error);
    }
  };

  /** Keeps the element near the newest picture, and its buffer short. */
  private follow(buffer: SourceBuffer): void {
    const { video } = this;
    const { buffered } = buffer;
    if (buffered.length === 0) {
      return;
    }
    const end = buffered.end(buffered.length - 1);
    const start = buffered.start(buffered.length - 1);
    if (video.currentTime < start || end - video.currentTime > JUMP_SECONDS) {
      video.currentTime = Math.max(start, end - 0.05);
    }
    video.playbackRate = end - video.currentTime > HURRY_SECONDS ? 1.1 : 1;
    if (video.paused) {
      // Refused in rare settings (no autoplay even when muted): tried again with the next picture.
      video.play().catch(() => undefined);
    }
    if (video.currentTime - buffered.start(0) > 2 * KEEP_SECONDS) {
      buffer.remove(buffered.start(0), video.currentTime - KEEP_SECONDS);
    }
  }

  private watch(): void {
    if (typeof this.video.requestVideoFrameCallback !== 'function') {
      return;
    }
    this.callback = this.video.requestVideoFrameCallback((_now, frame) => {
      if (this.closed) {
        return;
      }
      const micros = frame.mediaTime * 1_000_000;
      let nearest = this.times[0];
      for (const time of this.times) {
        if (Math.abs(time.shownMicros - micros) < Math.abs(nearest.shownMicros - micros)) {
          nearest = time;
        }
      }
      if (nearest !== undefined) {
        this.events.shown(nearest.picture);
      }
      this.watch();
    });
  }

  private readonly broken = (): void => {
    this.fail(new Error(this.video.error?.message ?? 'the browser refused a fragment of video'));
  };

  private fail(error: Error): void {
    if (!this.closed) {
      this.close();
      this.events.failed(error);
    }
  }
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}
