import { pageMillis, type ServerClock } from '../live/clock';
import type { LiveConnection, Viewer } from '../live/connection';
import type { Analysis, Role, StreamInfo, VideoMessage } from '../live/protocol';
import { Analyses, type StageResults, type When } from '../overlay/analyses';
import { Sheet } from '../overlay/sheet';
import { Troubles } from '../overlay/troubles';
import type { CameraStats } from '../stats';
import type { Capability } from '../video/capability';
import { Freshness } from '../video/freshness';
import { Hold, Lateness, MAX_HOLD_SHAPES_MILLIS } from '../video/hold';
import { JpegPlayer } from '../video/jpeg';
import { MsePlayer } from '../video/mse';
import { Painter } from '../video/painter';
import type { Picture, Player } from '../video/picture';
import { type DecoderEvents, WebCodecsPlayer } from '../video/webcodecs';
import { Fallback } from './fallback';
import { Journeys } from './journeys';
import { modeReason } from './modeWords';
import { Timings } from './timings';

/** Few sizes, as the server encodes once a camera and size. */
const JPEG_WIDTH = { grid: 640, full: 1280 } as const;
/** After so many pictures in a row that could not be drawn, the way they come is held to be at fault. */
const PAINT_FAILURES = 3;

export interface PictureParts {
  /** Positioned; gets the canvases and, for MediaSource, the video element. */
  host: HTMLElement;
  live: LiveConnection;
  clock: ServerClock;
  capability: Capability;
  stats: CameraStats;
  role: Role;
  camera: string;
  /** As the server measured it. */
  keyIntervalSeconds(): number | undefined;
  /** Whether a stage's results are drawn. */
  draws(stage: string): boolean;
  /** Called with each analysis, for what is known of all cameras. */
  analysed(analysis: Analysis): void;
  /** Called when the mode or its reason has changed, or the first picture came. */
  changed(): void;
}

/** One camera's moving picture with its overlay: subscribes, decodes, holds, shows. Lives on the page's thread. */
export class CameraPicture implements Viewer {
  private readonly canvas = document.createElement('canvas');
  private readonly overlay: Sheet;
  private videoElement: HTMLVideoElement | undefined;
  private player: Player | undefined;
  private playerMode = '';
  readonly analyses = new Analyses();
  /** Which stages fail. */
  readonly troubles = new Troubles();
  private readonly hold = new Hold();
  private readonly lateness = new Lateness();
  /** That of analyses with masks or skeletons in them. */
  private readonly shapesLateness = new Lateness(MAX_HOLD_SHAPES_MILLIS);
  private freshness = new Freshness();
  private readonly journeys: Journeys;
  private readonly resized: ResizeObserver;
  private announced: StreamInfo | undefined;
  private shown: (When & { width: number; height: number }) | undefined;
  private tick = 0;
  private painting = false;
  private readonly painter = new Painter(this.canvas);
  private catchUpTo: { stream: number; untilMicros: number } | undefined;
  /** Why no video comes until the next key frame, in words; empty where it does, or the server gave none. */
  waitingFor = '';
  private paintFailures = 0;
  private readonly fallback: Fallback;
  private retryVideo = 0;
  private active = false;
  private visible = true;
  /** What is known of the picture on the screen: of each stage its last results. */
  found: StageResults[] = [];
  readonly timings = new Timings();

  constructor(private readonly parts: PictureParts) {
    this.journeys = new Journeys(parts.clock);
    this.fallback = new Fallback(parts.keyIntervalSeconds);
    this.overlay = new Sheet(parts.host);
    this.canvas.className = 'picture';
    this.canvas.setAttribute('aria-hidden', 'true');
    parts.host.append(this.canvas, this.overlay.canvas);
    this.resized = new ResizeObserver(() => this.drawOverlay());
    this.resized.observe(parts.host);
    parts.stats.mode = parts.capability.mode;
    parts.stats.modeReason = parts.capability.reason;
  }

  /** Whether pictures are wanted; without them the camera's status still comes. */
  show(visible: boolean): void {
    this.active = true;
    this.visible = visible;
    if (!visible) {
      this.stopPlaying();
    }
    this.subscribe();
  }

  close(): void {
    this.active = false;
    clearTimeout(this.retryVideo);
    this.parts.live.want(this.parts.camera, undefined);
    this.stopPlaying();
    this.resized.disconnect();
    this.canvas.remove();
    this.overlay.canvas.remove();
  }

  /** Draws anew after a stage was switched on or off. */
  redraw(): void {
    this.drawOverlay();
  }

  get hasPicture(): boolean {
    return this.shown !== undefined;
  }

  video(message: VideoMessage, info: StreamInfo): void {
    if (this.announced !== undefined && this.announced.stream !== info.stream) {
      this.stopPlayer();
    }
    this.announced = info;
    const skipping = this.freshness.skipping;
    if (this.freshness.skip(message, pageMillis())) {
      this.parts.stats.late++;
      if (!skipping) {
        this.behind('arrival');
      }
      return;
    }
    this.parts.stats.received++;
    this.journeys.arrived(message);
    if (message.key && !message.jpeg) {
      this.fallback.keyFrame(message.captureMicros);
    }
    const old = message.stream === this.catchUpTo?.stream && message.ptsMicros <= this.catchUpTo.untilMicros;
    this.waitingFor = message.jpeg ? this.waitingFor : '';
    this.playerFor(message).feed(message, old);
  }

  catchUp(stream: number, untilMicros: number): void {
    this.catchUpTo = { stream, untilMicros };
  }

  waiting(words: string): void {
    this.waitingFor = words;
    this.parts.changed();
  }

  analysis(analysis: Analysis): void {
    const now = pageMillis();
    this.parts.stats.analyses++;
    this.parts.stats.analysedAt.add(1, now);
    this.parts.analysed(analysis);
    this.analyses.add(analysis);
    this.troubles.note(analysis, now);
    const decodedAtMillis = this.journeys.decodedAtMillis(analysis);
    if (decodedAtMillis !== undefined) {
      this.lateness.analysed(now - decodedAtMillis, now);
      if (this.drawsShapes(analysis)) {
        this.shapesLateness.analysed(now - decodedAtMillis, now);
      }
    }
    this.timings.note(analysis);
    if (this.hold.size > 0) {
      this.schedule();
    } else if (this.shown !== undefined) {
      this.drawOverlay();
    }
  }

  private drawsShapes(analysis: Analysis): boolean {
    return Object.entries(analysis.results ?? {}).some(
      ([stage, results]) =>
        this.parts.draws(stage) && results.some(({ kind }) => kind === 'mask' || kind === 'keypoints'),
    );
  }

  private subscribe(): void {
    const { live, camera, capability, role } = this.parts;
    if (!this.active) {
      return;
    }
    live.want(
      camera,
      {
        channels: this.visible ? ['video', 'analysis', 'status'] : ['status'],
        accept: this.fallback.jpeg ? ['jpeg'] : capability.accept,
        role,
        jpegWidth: JPEG_WIDTH[role],
      },
      this,
    );
  }

  private playerFor(message: VideoMessage): Player {
    const mode = message.jpeg ? 'jpeg' : this.parts.capability.mode === 'mse' ? 'mse' : 'webcodecs';
    if (this.player === undefined || this.playerMode !== mode) {
      this.stopPlayer();
      this.playerMode = mode;
      this.player = this.makePlayer(mode);
      this.says(mode);
    }
    return this.player;
  }

  private makePlayer(mode: string): Player {
    const events: DecoderEvents = {
      decoded: (picture) => this.decoded(picture),
      dropped: (count) => (this.parts.stats.dropped += count),
      failed: (error) => this.failed(error),
      behind: () => this.behind('decoder'),
    };
    if (mode === 'jpeg') {
      return new JpegPlayer(events);
    }
    if (mode === 'webcodecs') {
      return new WebCodecsPlayer(() => this.announced?.codec, events, (micros) => this.parts.clock.ageMillis(micros, pageMillis()));
    }
    const video = document.createElement('video');
    video.className = 'picture';
    video.muted = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    video.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
    this.overlay.canvas.before(video);
    this.videoElement = video;
    return new MsePlayer(video, {
      appended: (message) => this.countDecoded(message),
      shown: (picture) => this.present({ ...picture, width: video.videoWidth, height: video.videoHeight }),
      dropped: events.dropped,
      failed: events.failed,
    });
  }

  /** Says how the picture comes, and why not in the best way. */
  private says(mode: string): void {
    const { stats, capability } = this.parts;
    stats.mode = mode;
    const { waitingFor, fallback } = this;
    stats.modeReason = modeReason({ mode, capability, fallback: fallback.reason, waitingFor, codec: this.announced?.codec });
    this.parts.changed();
  }

  private decoded(picture: Picture): void {
    const now = this.countDecoded(picture);
    this.parts.stats.dropped += this.hold.push(picture, now);
    this.schedule();
  }

  private countDecoded(picture: When): number {
    const now = pageMillis();
    this.parts.stats.decoded++;
    this.journeys.decoded(picture, now);
    return now;
  }

  private failed(error: Error): void {
    this.parts.stats.decoderErrors++;
    this.stopPlayer();
    this.askForJpeg(this.fallback.failed(error.message));
  }

  private behind(what: 'decoder' | 'arrival'): void {
    this.parts.stats.behind++;
    this.askForJpeg(this.fallback.behind(what, pageMillis()));
  }

  private askForJpeg(wanted: boolean): void {
    if (!wanted) {
      return;
    }
    this.subscribe();
    clearTimeout(this.retryVideo);
    if (this.fallback.retryInMillis > 0) {
      this.retryVideo = window.setTimeout(() => {
        this.fallback.retry();
        this.subscribe();
      }, this.fallback.retryInMillis);
    }
  }

  private schedule(): void {
    if (this.tick === 0 && !this.painting) {
      this.tick = requestAnimationFrame(() => {
        this.tick = 0;
        void this.showNext();
      });
    }
  }

  private async showNext(): Promise<void> {
    const now = pageMillis();
    const holdMillis = Math.max(this.lateness.holdMillis(now), this.shapesLateness.holdMillis(now));
    const { stats, host } = this.parts;
    stats.holdMillis = holdMillis;
    const picture = this.hold.take(now, holdMillis, (held) => this.analyses.decided(held));
    if (picture !== undefined) {
      const { stream, ptsMicros, captureMicros, width, height } = picture;
      const ratio = window.devicePixelRatio || 1;
      this.painting = true;
      let failure: unknown;
      await this.painter.paint(picture, host.clientWidth * ratio, host.clientHeight * ratio).catch((error) => (failure = error));
      this.painting = false;
      if (failure !== undefined) {
        this.unpainted(failure);
      } else if (this.active && this.visible) {
        this.paintFailures = 0;
        this.present({ stream, ptsMicros, captureMicros, width, height });
      }
    }
    if (this.hold.size > 0) {
      this.schedule();
    }
  }

  /** One picture that could not be drawn costs that picture; several in a row, the way they come. */
  private unpainted(failure: unknown): void {
    const { stats } = this.parts;
    stats.paintErrors++;
    stats.paintError = failure instanceof Error ? failure.message : String(failure);
    if (++this.paintFailures % PAINT_FAILURES === 0) {
      this.askForJpeg(this.fallback.failed(stats.paintError));
    }
  }

  private present(shown: When & { width: number; height: number }): void {
    const now = pageMillis();
    const { stats } = this.parts;
    this.fallback.pictured();
    const first = this.shown === undefined;
    this.shown = shown;
    stats.shown++;
    stats.width = shown.width;
    stats.height = shown.height;
    stats.shownAt.add(1, now);
    stats.lastShownMillis = now;
    const journey = this.journeys.shown(shown, now);
    if (journey !== undefined) {
      stats.travelled(journey, now);
    }
    if (this.drawOverlay()) {
      stats.overlayMatched++;
    }
    if (first) {
      this.parts.changed();
    }
  }

  /** Returns whether the picture on the screen is the one that was analysed. */
  private drawOverlay(): boolean {
    const g = this.overlay.clear();
    if (g === undefined || this.shown === undefined || !this.visible) {
      return false;
    }
    const match = this.analyses.match(this.shown);
    this.found = match.stages;
    const stages = match.stages.filter(({ stage }) => this.parts.draws(stage));
    if (stages.some(({ results }) => results.length > 0)) {
      this.parts.stats.overlayDrawn++;
    }
    try {
      this.overlay.draw(g, this.shown, stages);
    } catch (error) {
      // A result of a shape that nobody foresaw: the picture goes on without.
      this.parts.stats.paintErrors++;
      this.parts.stats.paintError = `results: ${String(error)}`;
    }
    return match.exact;
  }

  private stopPlaying(): void {
    cancelAnimationFrame(this.tick);
    this.tick = 0;
    this.stopPlayer();
    this.analyses.clear();
    this.troubles.clear();
    this.found = [];
    this.journeys.clear();
  }

  private stopPlayer(): void {
    this.freshness = new Freshness();
    this.hold.clear();
    this.player?.close();
    this.player = undefined;
    this.playerMode = '';
    this.videoElement?.remove();
    this.videoElement = undefined;
    this.canvas.hidden = false;
  }
}
