import type { VideoMessage } from '../live/protocol';
import { NAL_SPS, nalType, readSps, splitNals } from './annexb';
import type { Picture, Player } from './picture';

/** More than this many access units waiting for the decoder: drop to the next key frame. */
export const MAX_QUEUE = 30;

export interface DecoderEvents {
  decoded(picture: Picture): void;
  dropped(count: number): void;
  failed(error: Error): void;
}

/** Feeds the browser's own decoder with Annex B from a key frame on. */
export class WebCodecsPlayer implements Player {
  private decoder: VideoDecoder | undefined;
  private codec = '';
  private waitingForKey = true;
  private closed = false;
  /** Capture times of access units inside the decoder, by pts. */
  private readonly capture = new Map<number, { captureMicros: number; stream: number }>();

  /** @param announced the codec of the `stream` message, for what has no H.264 parameter sets to read it from */
  constructor(
    private readonly announced: () => string | undefined,
    private readonly events: DecoderEvents,
  ) {}

  feed(message: VideoMessage): void {
    if (this.closed) {
      return;
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
    if (decoder.decodeQueueSize > MAX_QUEUE) {
      this.waitingForKey = true;
      this.events.dropped(1);
      return;
    }
    this.waitingForKey = false;
    this.remember(message);
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
    if (this.decoder !== undefined && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
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
      output: (frame) => {
        const known = this.capture.get(frame.timestamp);
        this.capture.delete(frame.timestamp);
        if (this.closed || known === undefined) {
          frame.close();
          return;
        }
        this.events.decoded({
          image: frame,
          width: frame.displayWidth,
          height: frame.displayHeight,
          stream: known.stream,
          ptsMicros: frame.timestamp,
          captureMicros: known.captureMicros,
        });
      },
      error: (error) => {
        if (decoder === this.decoder) {
          this.fail(error);
        }
      },
    });
    return decoder;
  }

  private remember(message: VideoMessage): void {
    this.capture.set(message.ptsMicros, { captureMicros: message.captureMicros, stream: message.stream });
    if (this.capture.size > 4 * MAX_QUEUE) {
      // What the decoder swallowed without a picture.
      this.capture.delete(this.capture.keys().next().value as number);
    }
  }

  private fail(error: Error): void {
    this.waitingForKey = true;
    this.codec = '';
    this.capture.clear();
    if (this.decoder !== undefined && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
    this.decoder = undefined;
    if (!this.closed) {
      this.events.failed(error);
    }
  }
}
