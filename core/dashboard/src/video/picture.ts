/** A decoded picture on its way to the screen. Whoever holds it closes it. */
export interface Picture {
  image: CanvasImageSource & { close(): void };
  width: number;
  height: number;
  stream: number;
  ptsMicros: number;
  captureMicros: number;
}

/** Turns messages into pictures. Made for one stream of one camera at a time. */
export interface Player {
  /** @param old whether the picture is only there to be decoded, as a newer one follows at once */
  feed(message: import('../live/protocol').VideoMessage, old?: boolean): void;
  close(): void;
}
