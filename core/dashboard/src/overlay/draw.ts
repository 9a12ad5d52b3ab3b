/** Draws what was found over a picture, at the size of the screen. */
import type { Result } from '../live/protocol';
import type { StageResults } from './analyses';
import { type Area, CHIP_HEIGHT, Chips } from './chips';
import { colorOf, colorOfTrack, shadeOf } from './colors';
import { drawMask, maskPlace } from './mask';
import { bounds, drawSkeleton } from './skeleton';

const STALE_MICROS = 400_000;
const STALE_OPACITY = 0.55;

/** Where the picture lies in the canvas, in CSS pixels. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The largest place of the picture's shape inside the canvas, in its middle. */
export function fit(pictureWidth: number, pictureHeight: number, width: number, height: number): Place {
  const scale = Math.min(width / pictureWidth, height / pictureHeight);
  const w = pictureWidth * scale;
  const h = pictureHeight * scale;
  return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h };
}

/** Grounds first, then lines, and words last: nothing covers a word. */
export function drawStages(g: CanvasRenderingContext2D, place: Place, stages: StageResults[]): void {
  g.save();
  g.beginPath();
  g.rect(place.x, place.y, place.width, place.height);
  g.clip();
  const pen = new Pen(g, place);
  const known = stages.filter((stage) => stage.width > 0 && stage.height > 0);
  known.forEach((stage) => pen.masks(stage));
  known.forEach((stage) => pen.trails(stage));
  known.forEach((stage) => pen.lines(stage));
  known.forEach((stage) => pen.bodies(stage));
  pen.words();
  g.restore();
}

/** Scales source pixels to the place of the picture and draws one result after another. */
class Pen {
  private readonly chips: Chips;
  /** The named boxes that were drawn: a mask or a skeleton within one needs no name of its own. */
  private readonly named: { label: string; area: Area }[] = [];
  /** What is named at the end, unless a box does. */
  private readonly shapes: { label: string; words: string; color: string; opacity: number; area: Area }[] = [];
  private notes = 0;

  constructor(
    private readonly g: CanvasRenderingContext2D,
    private readonly place: Place,
  ) {
    this.chips = new Chips(g, place);
  }

  masks(stage: StageResults): void {
    if (stage.shapes <= 0) {
      return;
    }
    const { at, area } = this.scale(stage);
    const counts = new Map<string, number>();
    for (const result of stage.results) {
      if (result.kind !== 'mask' || !finite(Object.values(result.box ?? {}))) {
        continue;
      }
      const label = result.label ?? stage.stage;
      const index = counts.get(label) ?? 0;
      counts.set(label, index + 1);
      const found = maskPlace(result);
      if (found !== undefined) {
        const color = result.track === undefined ? shadeOf(label, index) : colorOfTrack(result.track, label);
        this.g.globalAlpha = stage.shapes;
        drawMask(this.g, result, color, at);
        const words = scored(named(label, result.track), result.score === 1 ? undefined : result.score);
        this.shapes.push({ label, words, color, opacity: stage.shapes, area: area(found) });
      }
    }
  }

  bodies(stage: StageResults): void {
    if (stage.shapes <= 0) {
      return;
    }
    const { at, area } = this.scale(stage);
    for (const result of stage.results) {
      const found = bounds(result.points ?? []);
      if (result.kind === 'keypoints' && found !== undefined) {
        const label = result.label ?? stage.stage;
        const color = colorOfTrack(result.track, label);
        this.g.globalAlpha = stage.shapes;
        drawSkeleton(this.g, result.points ?? [], color, at);
        const words = scored(named(label, result.track), result.score);
        this.shapes.push({ label, words, color, opacity: stage.shapes, area: area(found) });
      }
    }
  }

  /** Where the objects have walked, fainter the longer ago. */
  trails(stage: StageResults): void {
    const { at } = this.scale(stage);
    const opacity = stage.ageMicros > STALE_MICROS ? STALE_OPACITY : 1;
    for (const { kind, label, track } of stage.results) {
      const points = kind === 'detection' && track !== undefined ? stage.trails?.get(track) : undefined;
      if (points !== undefined && points.length > 1) {
        this.trail(points.map(([x, y]) => at(x, y)), colorOfTrack(track, label ?? stage.stage), opacity);
      }
    }
  }

  private trail(points: [number, number][], color: string, opacity: number): void {
    const { g } = this;
    g.lineCap = 'round';
    g.lineJoin = 'round';
    g.globalAlpha = opacity * 0.5;
    g.strokeStyle = 'rgba(0,0,0,.55)';
    g.lineWidth = 4;
    g.beginPath();
    points.forEach((point) => g.lineTo(...point));
    g.stroke();
    g.strokeStyle = color;
    g.lineWidth = 2;
    for (let i = 1; i < points.length; i++) {
      g.globalAlpha = opacity * (0.9 - (0.7 * (i - 1)) / points.length);
      g.beginPath();
      g.moveTo(...points[i - 1]);
      g.lineTo(...points[i]);
      g.stroke();
    }
    g.globalAlpha = 1;
  }

  /** Boxes, lines of text, and what is said of the whole picture. */
  lines(stage: StageResults): void {
    const opacity = stage.ageMicros > STALE_MICROS ? STALE_OPACITY : 1;
    const { at, area } = this.scale(stage);
    for (const result of stage.results) {
      const label = result.label ?? stage.stage;
      this.g.globalAlpha = opacity;
      if (result.kind === 'detection' && result.box !== undefined && finite(Object.values(result.box))) {
        this.detection(result, area(result.box), label, opacity, stage.stage);
      } else if (result.kind === 'text' && result.polygon !== undefined && finite(result.polygon.flat())) {
        this.text(result, result.polygon.map(([x, y]) => at(x, y)), colorOf(label), opacity);
      } else if (result.kind === 'classification' || result.kind === 'caption') {
        const top = this.place.y + 4 + CHIP_HEIGHT + this.notes++ * (CHIP_HEIGHT + 3);
        const corner = { x: this.place.x + 5, y: top, width: 0, height: 0 };
        this.chips.add(scored(result.text ?? label, result.score), colorOf(label), opacity, corner);
      }
    }
  }

  words(): void {
    for (const { label, words, color, opacity, area } of this.shapes) {
      if (!this.named.some((box) => box.label === label && holdsMiddle(box.area, area))) {
        this.chips.add(words, color, opacity, area);
        this.named.push({ label, area });
      }
    }
    this.chips.draw();
  }

  private scale(stage: StageResults) {
    const scaleX = this.place.width / stage.width;
    const scaleY = this.place.height / stage.height;
    const at = (x: number, y: number): [number, number] => [this.place.x + x * scaleX, this.place.y + y * scaleY];
    const area = (box: Area): Area => {
      const [x, y] = at(box.x, box.y);
      return { x, y, width: box.width * scaleX, height: box.height * scaleY };
    };
    return { at, area };
  }

  /** What only says where (a region of motion is labelled like its stage) gets a thin line and no name. */
  private detection(result: Result, area: Area, label: string, opacity: number, stage: string): void {
    const { g } = this;
    const color = colorOfTrack(result.track, label);
    const outline = () => g.strokeRect(area.x, area.y, area.width, area.height);
    if (label === stage) {
      g.setLineDash([4, 3]);
      this.stroke(outline, color, 1);
      g.setLineDash([]);
      return;
    }
    this.stroke(outline, color, 2);
    this.named.push({ label, area });
    this.chips.add(scored(named(label, result.track), result.score), color, opacity, area);
  }

  private text(result: Result, corners: [number, number][], color: string, opacity: number): void {
    if (corners.length < 3) {
      return;
    }
    this.stroke(() => {
      this.g.beginPath();
      corners.forEach(([x, y]) => this.g.lineTo(x, y));
      this.g.closePath();
      this.g.stroke();
    }, color, 1.5);
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const x = Math.min(...xs);
    const y = Math.min(...ys);
    const around = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    this.chips.keepFree(around);
    this.chips.add(result.text ?? '', color, opacity, around);
  }

  /** A dark edge under the colour keeps lines readable on any picture. */
  private stroke(path: () => void, color: string, width: number): void {
    this.g.lineJoin = 'round';
    this.g.strokeStyle = 'rgba(0,0,0,.55)';
    this.g.lineWidth = width + 2;
    path();
    this.g.strokeStyle = color;
    this.g.lineWidth = width;
    path();
  }
}

function finite(numbers: number[]): boolean {
  return numbers.every(Number.isFinite);
}

function holdsMiddle(box: Area, area: Area): boolean {
  const x = area.x + area.width / 2;
  const y = area.y + area.height / 2;
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** "person #7": which of them, where the server follows it. */
export function named(label: string, track: number | undefined): string {
  return track === undefined ? label : `${label} #${track}`;
}

function scored(label: string, score: number | null | undefined): string {
  return typeof score === 'number' ? `${label} ${Math.round(score * 100)}%` : label;
}
