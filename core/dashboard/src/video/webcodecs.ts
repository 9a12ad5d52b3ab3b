import { pageMillis } from '../live/clock';
import type { VideoMessage } from '../live/protocol';
import { NAL_SPS, nalType, readSps, splitNals } from './annexb';
import type { Picture, Player } from './picture';

/** An access unit that waits longer than this for its picture shows that the decoder is too slow. */
export const MAX_WAIT_MILLIS = 500;
/** What was there when the viewer joined, from the last key frame on, may take this long in all. */
export const MAX_CATCH_UP_MILLIS = 3_000;
/** Access units inside the decoder at most, whatever their age. */
export const MAX_QUEUE = 600;
/** An access unit that is younger when it arrives is not of those. */
const FRESH_MILLIS = 500;

export interface DecoderEvents {
  decoded(picture: Picture): void;
  dropped(count: number): void;
  failed(error: Error): void;
  /** The decoder did not keep up: what it held is given up, the next key frame is waited for. */
  behind(waitedMillis: number): void;
}

/** An access unit inside the decoder. */
interface Pending {
  captureMicros: number;
  stream: number;
  fedMillis: number;
  /** Whether it was there already when the viewer joined. */
  old: boolean;
}

/**
 * Feeds the browser's own decoder with Annex B from a key frame on. What waits inside the decoder is bounded by age, not
 * by number: at five pictures a second thirty of them are six seconds.
 */
export class WebCodecsPlayer implements Player {
  private decoder: VideoDecoder | undefined;
  private codec = '';
  private waitingForKey = true;
  private closed = false;
  private catchingUp = true;
  private startedMillis = 0;
  private caughtUpMillis = 0;
  /** By pts, in the order of feeding. */
  private readonly pending = new Map<number, Pending>();

  /**
   * @param announced the codec of the `stream` message, for what has no H.264 parameter sets to read it from
   * @param ageMillis how old a picture of this capture time is now; undefined where that is not known
   * @param now the page's clock, in milliseconds
   */
  constructor(
    private readonly announced: () => string | undefined,
    private readonly events: DecoderEvents,
    private readonly ageMillis: (captureMicros: number) => number | undefined = () => undefined,
    private readonly now: () => number = pageMillis,
  ) {}

  feed(message: VideoMessage, old = false): void {
    if (this.closed) {
      return;
    }
    const now = this.now();
    const waited = this.waitedMillis(now);
    if (waited > 0 || this.pending.size >= MAX_QUEUE) {
      this.giveUp(waited);
    }
    if (message.key) {
      this.configure(message);
    }
    if (this.waitingForKey && !message.key) {
      this.events.dropped(1);
      return;
    }
    const decoder = this.decoder;
    if (decoder === undefined || decoder.state !== 'configured') {
      return;
    }
    if (this.waitingForKey) {
      this.waitingForKey = false;
      this.catchingUp = true;
      this.startedMillis = now;
    } else if (this.pending.size === 0 || (this.ageMillis(message.captureMicros) ?? 0) < FRESH_MILLIS) {
      this.catchingUp = false;
    }
    const { captureMicros, stream } = message;
    this.pending.set(message.ptsMicros, { captureMicros, stream, fedMillis: now, old: old || this.catchingUp });
    try {
      decoder.decode(
        new EncodedVideoChunk({
          type: message.key ? 'key' : 'delta',
          timestamp: message.ptsMicros,
          data: message.data as Uint8Array<ArrayBuffer>,
        }),
      );
    } catch (error) {
      this.fail(error as Error);
    }
  }

  close(): void {
    this.closed = true;
    this.pending.clear();
    if (this.decoder !== undefined && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
  }

  /** How long the oldest access unit has waited, where that is too long; else 0. */
  private waitedMillis(now: number): number {
    const oldest: Pending | undefined = this.pending.values().next().value;
    if (oldest === undefined) {
      return 0;
    }
    const waited = now - (oldest.old ? this.startedMillis : Math.max(oldest.fedMillis, this.caughtUpMillis));
    return waited > (oldest.old ? MAX_CATCH_UP_MILLIS : MAX_WAIT_MILLIS) ? waited : 0;
  }

  private giveUp(waitedMillis: number): void {
    this.events.dropped(this.pending.size);
    this.pending.clear();
    this.waitingForKey = true;
    this.codec = '';
    if (this.decoder?.state === 'configured') {
      this.decoder.reset();
    }
    this.events.behind(waitedMillis);
  }

  private configure(message: VideoMessage): void {
    const announced = this.announced();
    let codec = announced ?? '';
    if (announced === undefined || announced.startsWith('avc1')) {
      const sps = splitNals(message.data).find((nal) => nalType(nal) === NAL_SPS);
      if (sps !== undefined) {
        codec = readSps(sps).codec;
      }
    }
    if (codec === '' || (codec === this.codec && this.decoder?.state === 'configured')) {
      return;
    }
    this.codec = codec;
    try {
      if (this.decoder === undefined || this.decoder.state === 'closed') {
        this.decoder = this.make();
      }
      this.decoder.configure({ codec, optimizeForLatency: true });
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private make(): VideoDecoder {
    const decoder: VideoDecoder = new VideoDecoder({
      output: (frame) => this.output(frame),
      error: (error) => {
        if (decoder === this.decoder) {
          this.fail(error);
        }
      },
    });
    return decoder;
  }

  private output(frame: VideoFrame): void {
    const known = this.taken(frame.timestamp);
    if (this.closed || known === undefined) {
      frame.close();
      return;
    }
    const next: Pending | undefined = this.pending.values().next().value;
    if (known.old) {
      this.caughtUpMillis = this.now();
      if (next?.old === true) {
        // A newer one of those that were there already follows at once: no need to see the way to it.
        frame.close();
        return;
      }
    }
    this.events.decoded({
      image: frame,
      width: frame.displayWidth,
      height: frame.displayHeight,
      stream: known.stream,
      ptsMicros: frame.timestamp,
      captureMicros: known.captureMicros,
    });
  }

  /** Pictures come in the order of their time, so what is still there of an earlier time was swallowed. */
  private taken(ptsMicros: number): Pending | undefined {
    const known = this.pending.get(ptsMicros);
    if (known !== undefined) {
      for (const earlier of this.pending.keys()) {
        if (earlier <= ptsMicros) {
          this.pending.delete(earlier);
        }
      }
    }
    return known;
  }

  private fail(error: Error): void {
    this.waitingForKey = true;
    this.codec = '';
    this.pending.clear();
    if (this.decoder !== undefined && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
    this.decoder = undefined;
    if (!this.closed) {
      this.events.failed(error);
    }
  }
}
