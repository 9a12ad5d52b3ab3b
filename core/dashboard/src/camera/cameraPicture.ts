import { pageMillis, type ServerClock } from '../live/clock';
import type { LiveConnection, Viewer } from '../live/connection';
import type { Analysis, Role, StreamInfo, VideoMessage } from '../live/protocol';
import { Analyses, belongs, type StageResults, type When } from '../overlay/analyses';
import { drawStages, fit } from '../overlay/draw';
import type { CameraStats } from '../stats';
import type { Capability } from '../video/capability';
import { Freshness } from '../video/freshness';
import { Hold, Lateness, MAX_HOLD_SHAPES_MILLIS } from '../video/hold';
import { JpegPlayer } from '../video/jpeg';
import { MsePlayer } from '../video/mse';
import { Painter } from '../video/painter';
import type { Picture, Player } from '../video/picture';
import { type DecoderEvents, WebCodecsPlayer } from '../video/webcodecs';

/** After this many failures with no picture between them, the camera is asked for JPEG. */
const FAILURES_UNTIL_JPEG = 3;
/** Few sizes, as the server encodes once a camera and size. */
const JPEG_WIDTH = { grid: 640, full: 1280 } as const;
const DECODED_REMEMBERED = 64;
export const TIMINGS_KEPT = 120;

export interface PictureParts {
  /** Positioned; gets the canvases and, for MediaSource, the video element. */
  host: HTMLElement;
  live: LiveConnection;
  clock: ServerClock;
  capability: Capability;
  stats: CameraStats;
  role: Role;
  camera: string;
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
  private readonly overlay = document.createElement('canvas');
  private videoElement: HTMLVideoElement | undefined;
  private player: Player | undefined;
  private playerMode = '';
  private readonly analyses = new Analyses();
  private readonly hold = new Hold();
  private readonly lateness = new Lateness();
  /** That of analyses with masks or skeletons in them. */
  private readonly shapesLateness = new Lateness(MAX_HOLD_SHAPES_MILLIS);
  private freshness = new Freshness();
  private decodedLately: (When & { atMillis: number })[] = [];
  private readonly resized: ResizeObserver;
  private announced: StreamInfo | undefined;
  private shown: (When & { width: number; height: number }) | undefined;
  private tick = 0;
  private painting = false;
  private readonly painter = new Painter(this.canvas);
  private failures = 0;
  private lastFailure = '';
  private jpegOnly = false;
  private active = false;
  private visible = true;
  /** What is known of the picture on the screen: of each stage its last results. */
  found: StageResults[] = [];
  /** Milliseconds of each stage's last runs, as far as this view has seen them. */
  readonly timings = new Map<string, number[]>();

  constructor(private readonly parts: PictureParts) {
    this.canvas.className = 'picture';
    this.overlay.className = 'overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.overlay.setAttribute('aria-hidden', 'true');
    parts.host.append(this.canvas, this.overlay);
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
    this.parts.live.want(this.parts.camera, undefined);
    this.stopPlaying();
    this.resized.disconnect();
    this.canvas.remove();
    this.overlay.remove();
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
    if (this.freshness.skip(message, pageMillis())) {
      this.parts.stats.late++;
      return;
    }
    this.parts.stats.received++;
    this.playerFor(message).feed(message);
  }

  analysis(analysis: Analysis): void {
    const now = pageMillis();
    this.parts.stats.analyses++;
    this.parts.stats.analysedAt.add(1, now);
    this.parts.analysed(analysis);
    this.analyses.add(analysis);
    const own = this.decodedLately.find((picture) => belongs(analysis, picture));
    if (own !== undefined) {
      this.lateness.analysed(now - own.atMillis, now);
      if (this.drawsShapes(analysis)) {
        this.shapesLateness.analysed(now - own.atMillis, now);
      }
    }
    for (const [stage, millis] of Object.entries(analysis.timings ?? {})) {
      const kept = this.timings.get(stage) ?? [];
      kept.push(millis);
      this.timings.set(stage, kept.slice(-TIMINGS_KEPT));
    }
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
        accept: this.jpegOnly ? ['jpeg'] : capability.accept,
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
    };
    if (mode === 'jpeg') {
      return new JpegPlayer(events);
    }
    if (mode === 'webcodecs') {
      return new WebCodecsPlayer(() => this.announced?.codec, events);
    }
    const video = document.createElement('video');
    video.className = 'picture';
    video.muted = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    video.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
    this.overlay.before(video);
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
    if (mode === capability.mode) {
      stats.modeReason = capability.reason;
    } else if (this.jpegOnly) {
      stats.modeReason = `JPEG pictures from the server: the browser failed to decode this camera's video (${this.lastFailure})`;
    } else {
      const codec = this.announced?.codec ?? 'codec';
      stats.modeReason =
        codec === 'jpeg'
          ? 'JPEG: the camera itself sends JPEG pictures'
          : `JPEG pictures from the server: this viewer fell behind, or the browser cannot decode the camera's ${codec}`;
    }
    this.parts.changed();
  }

  private decoded(picture: Picture): void {
    this.failures = 0;
    const now = this.countDecoded(picture);
    this.parts.stats.dropped += this.hold.push(picture, now);
    this.schedule();
  }

  private countDecoded(picture: When): number {
    const now = pageMillis();
    const { stats, clock } = this.parts;
    stats.decoded++;
    const age = clock.ageMillis(picture.captureMicros, now);
    if (age !== undefined) {
      stats.captureToDecodedMillis.add(age, now);
    }
    const { stream, ptsMicros, captureMicros } = picture;
    this.decodedLately.push({ stream, ptsMicros, captureMicros, atMillis: now });
    if (this.decodedLately.length > DECODED_REMEMBERED) {
      this.decodedLately.shift();
    }
    return now;
  }

  private failed(error: Error): void {
    this.parts.stats.decoderErrors++;
    this.lastFailure = error.message;
    this.stopPlayer();
    if (++this.failures >= FAILURES_UNTIL_JPEG && !this.jpegOnly && this.parts.capability.accept.includes('jpeg')) {
      this.jpegOnly = true;
      this.subscribe();
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
      await this.painter.paint(picture, host.clientWidth * ratio, host.clientHeight * ratio);
      this.painting = false;
      if (this.active && this.visible) {
        this.present({ stream, ptsMicros, captureMicros, width, height });
      }
    }
    if (this.hold.size > 0) {
      this.schedule();
    }
  }

  private present(shown: When & { width: number; height: number }): void {
    const now = pageMillis();
    const { stats, clock } = this.parts;
    const first = this.shown === undefined;
    this.shown = shown;
    stats.shown++;
    stats.width = shown.width;
    stats.height = shown.height;
    stats.shownAt.add(1, now);
    stats.lastShownMillis = now;
    const age = clock.ageMillis(shown.captureMicros, now);
    if (age !== undefined) {
      stats.captureToScreenMillis.add(age, now);
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
    const g = this.overlay.getContext('2d');
    const { clientWidth, clientHeight } = this.parts.host;
    if (g === null || clientWidth === 0) {
      return false;
    }
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    if (this.overlay.width !== width || this.overlay.height !== height) {
      this.overlay.width = width;
      this.overlay.height = height;
    }
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, clientWidth, clientHeight);
    if (this.shown === undefined || !this.visible) {
      return false;
    }
    const match = this.analyses.match(this.shown, this.shapesLateness.missedByMillis(pageMillis()) * 1000);
    this.found = match.stages;
    const place = fit(this.shown.width, this.shown.height, clientWidth, clientHeight);
    const stages = match.stages.filter(({ stage }) => this.parts.draws(stage));
    if (stages.some(({ results }) => results.length > 0)) {
      this.parts.stats.overlayDrawn++;
    }
    drawStages(g, place, stages);
    return match.exact;
  }

  private stopPlaying(): void {
    cancelAnimationFrame(this.tick);
    this.tick = 0;
    this.stopPlayer();
    this.analyses.clear();
    this.found = [];
    this.decodedLately = [];
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
