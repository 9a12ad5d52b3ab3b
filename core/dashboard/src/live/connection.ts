import { Backoff } from './backoff';
import { pageMillis, type ServerClock } from './clock';
import { parseVideo, type Analysis, type Camera, type StreamInfo, type VideoMessage } from './protocol';
import { Subscriptions, type Want } from './subscriptions';

/** Who looks at a camera. Called on the page's only thread, in the order of arrival. */
export interface Viewer {
  /** @param info the stream that the message belongs to */
  video(message: VideoMessage, info: StreamInfo): void;
  analysis(analysis: Analysis): void;
  /** What follows of this stream up to this time is there to be decoded, not to be shown. */
  catchUp(stream: number, untilMicros: number): void;
  /** No video follows until the next key frame. */
  waiting(words: string): void;
}

export type ConnectionState = 'closed' | 'connecting' | 'open' | 'waiting';

export interface ConnectionEvents {
  state(state: ConnectionState, retryInMillis?: number): void;
  status(camera: Camera): void;
  /** @param code what kind of error, as a word for programs; empty where the server gave none */
  error(message: string, code: string, camera?: string): void;
  /** The connection could not be made: perhaps the session has ended. */
  refused(): void;
}

const PING_FIRST_MILLIS = [0, 100, 200, 300, 400, 600, 800, 1000, 1500, 2000];
const PING_EVERY_MILLIS = 2_500;
/** So many pings without a word hold the way to be dead. Counted, as a page that was asleep has heard nothing either. */
const SILENT_PINGS = 3;
/** How long the server may take to greet. */
const GREETING_MILLIS = 10_000;

/** The page's one WebSocket: reconnects by itself, keeps the server's clock, hands messages to their viewers. */
export class LiveConnection {
  private socket: WebSocket | undefined;
  private readonly backoff = new Backoff();
  private readonly subscriptions = new Subscriptions();
  private readonly viewers = new Map<string, Viewer>();
  private readonly streams = new Map<number, StreamInfo>();
  private timers: number[] = [];
  private retryTimer = 0;
  private flushing = false;
  private running = false;
  private quiet = 0;
  private pings = 0;
  /** When the server was heard last, on the page's clock; 0: never. */
  heardMillis = 0;
  /** Counted for the tests: how often a connection was opened. */
  opened = 0;
  badMessages = 0;

  constructor(
    private readonly address: string,
    private readonly clock: ServerClock,
    private readonly events: ConnectionEvents,
  ) {}

  start(): void {
    if (!this.running) {
      this.running = true;
      this.connect();
    }
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.retryTimer);
    this.socket?.close();
    this.drop();
    this.events.state('closed');
  }

  /** Reconnects at once, where a pause is running. */
  retryNow(): void {
    if (this.running && this.socket === undefined) {
      clearTimeout(this.retryTimer);
      this.connect();
    }
  }

  /** Sets what is wanted of a camera and who gets it; undefined for nothing. Sent after the current task. */
  want(camera: string, want: Want | undefined, viewer?: Viewer): void {
    this.subscriptions.want(camera, want);
    if (viewer === undefined) {
      this.viewers.delete(camera);
    } else {
      this.viewers.set(camera, viewer);
    }
    if (!this.flushing) {
      this.flushing = true;
      queueMicrotask(() => {
        this.flushing = false;
        this.flush();
      });
    }
  }

  private connect(): void {
    this.events.state('connecting');
    let greeted = false;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    const deadline = window.setTimeout(() => {
      if (this.socket === socket && !greeted) {
        this.lost(false);
        socket.close();
      }
    }, GREETING_MILLIS);
    socket.onopen = () => {
      this.opened++;
      this.startTimers();
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (this.socket !== socket) {
        return;
      }
      this.heardMillis = pageMillis();
      this.quiet = 0;
      if (typeof event.data !== 'string') {
        this.binary(event.data);
        return;
      }
      const message = this.parse(event.data);
      if (message?.type === 'hello') {
        greeted = true;
        this.clock.reset();
        this.clock.greeted(serverMicros(message.time), pageMillis());
        this.backoff.reset();
        this.events.state('open');
        this.flush();
      } else if (message !== undefined) {
        try {
          this.text(message);
        } catch (error) {
          this.bad(error);
        }
      }
    };
    socket.onclose = () => {
      clearTimeout(deadline);
      if (this.socket === socket) {
        this.lost(!greeted);
      }
    };
  }

  private lost(refused: boolean): void {
    this.drop();
    if (!this.running) {
      return;
    }
    const pause = this.backoff.next();
    this.events.state('waiting', pause);
    this.retryTimer = window.setTimeout(() => this.connect(), pause);
    if (refused) {
      this.events.refused();
    }
  }

  private drop(): void {
    this.socket = undefined;
    this.subscriptions.connectionLost();
    this.streams.clear();
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers = [];
  }

  private startTimers(): void {
    this.quiet = 0;
    this.timers = PING_FIRST_MILLIS.map((millis) => window.setTimeout(() => this.ping(), millis));
    this.timers.push(
      window.setInterval(() => {
        if (++this.quiet > SILENT_PINGS) {
          // Nothing, not even a pong: the way is dead although nobody closed it.
          const socket = this.socket;
          this.lost(false);
          socket?.close();
        } else {
          this.ping();
        }
      }, PING_EVERY_MILLIS),
    );
  }

  private ping(): void {
    this.send({ type: 'ping', id: ++this.pings, t: pageMillis() });
  }

  private flush(): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.subscriptions.flush().forEach((command) => this.send(command));
    }
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private binary(data: ArrayBuffer): void {
    try {
      const message = parseVideo(data);
      const info = this.streams.get(message.stream);
      if (info === undefined) {
        throw new Error(`stream ${message.stream} was not announced by a "stream" message`);
      }
      this.viewers.get(info.camera)?.video(message, info);
    } catch (error) {
      this.bad(error);
    }
  }

  // The shapes are the protocol's; who gets a message tolerates missing fields.
  private text(message: { type: string } & Record<string, unknown>): void {
    switch (message.type) {
      case 'stream': {
        const info = message as unknown as StreamInfo;
        this.streams.set(info.stream, info);
        break;
      }
      case 'analysis': {
        const analysis = message as unknown as Analysis;
        this.viewers.get(analysis.camera)?.analysis(analysis);
        break;
      }
      case 'catch-up':
        this.viewers.get(String(message.camera))?.catchUp(Number(message.stream), Number(message.until));
        break;
      case 'waiting':
        this.viewers.get(String(message.camera))?.waiting(String(message.message ?? message.reason ?? ''));
        break;
      case 'status': {
        const { type: _type, camera, ...fields } = message;
        this.events.status({ ...fields, id: String(camera) } as Camera);
        break;
      }
      case 'pong':
        this.clock.answered(Number(message.t), pageMillis(), serverMicros(message.time));
        break;
      case 'error':
        this.events.error(
          String(message.message ?? message.detail ?? 'the server refused a request'),
          String(message.code ?? ''),
          message.camera === undefined ? undefined : String(message.camera),
        );
        break;
    }
  }

  private parse(text: string): ({ type: string } & Record<string, unknown>) | undefined {
    try {
      return JSON.parse(text);
    } catch (error) {
      this.bad(error);
      return undefined;
    }
  }

  private bad(error: unknown): void {
    if (this.badMessages++ === 0) {
      console.warn('osprey: a message on the live connection could not be read; further ones are only counted', error);
    }
  }
}

/** A time of the protocol: microseconds since the epoch, or an RFC 3339 text. */
function serverMicros(time: unknown): number {
  return typeof time === 'number' ? time : Date.parse(String(time)) * 1000;
}
