import type { VideoMessage } from '../live/protocol';
import type { Player } from './picture';
import type { DecoderEvents } from './webcodecs';

/** Decodes JPEGs one at a time; while one is decoded only the newest waits. */
export class JpegPlayer implements Player {
  private busy = false;
  private next: VideoMessage | undefined;
  private closed = false;

  constructor(private readonly events: DecoderEvents) {}

  feed(message: VideoMessage): void {
    if (this.busy) {
      if (this.next !== undefined) {
        this.events.dropped(1);
      }
      this.next = message;
      return;
    }
    this.busy = true;
    void this.decode(message);
  }

  close(): void {
    this.closed = true;
    this.next = undefined;
  }

  private async decode(message: VideoMessage): Promise<void> {
    try {
      const blob = new Blob([message.data as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' });
      const image = await createImageBitmap(blob);
      if (this.closed) {
        image.close();
      } else {
        this.events.decoded({
          image,
          width: image.width,
          height: image.height,
          stream: message.stream,
          ptsMicros: message.ptsMicros,
          captureMicros: message.captureMicros,
        });
      }
    } catch (error) {
      if (!this.closed) {
        this.events.failed(error as Error);
      }
    }
    this.busy = false;
    const next = this.next;
    this.next = undefined;
    if (next !== undefined && !this.closed) {
      this.feed(next);
    }
  }
}
