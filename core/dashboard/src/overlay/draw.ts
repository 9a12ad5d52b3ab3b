/** Draws what was found over a picture, at the size of the screen. */
import type { Box, Result } from '../live/protocol';
import type { StageResults } from './analyses';
import { colorOf } from './colors';

const FONT = '600 12px system-ui, sans-serif';
const CHIP_HEIGHT = 17;
const STALE_MICROS = 400_000;

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

export function drawStages(g: CanvasRenderingContext2D, place: Place, stages: StageResults[]): void {
  let line = 0;
  for (const stage of stages) {
    if (!(stage.width > 0 && stage.height > 0)) {
      continue;
    }
    g.save();
    g.beginPath();
    g.rect(place.x, place.y, place.width, place.height);
    g.clip();
    g.globalAlpha = stage.ageMicros > STALE_MICROS ? 0.55 : 1;
    const pen = new Pen(g, place, place.width / stage.width, place.height / stage.height);
    for (const result of stage.results) {
      line = pen.draw(result, stage.stage, line);
    }
    g.restore();
  }
}

/** Scales source pixels to the place of the picture and draws one result after another. */
class Pen {
  constructor(
    private readonly g: CanvasRenderingContext2D,
    private readonly place: Place,
    private readonly scaleX: number,
    private readonly scaleY: number,
  ) {}

  /** Returns the next free line of the corner where results without a place are written. */
  draw(result: Result, stage: string, line: number): number {
    const label = result.label ?? stage;
    const color = colorOf(label);
    switch (result.kind) {
      case 'detection':
        if (result.box !== undefined) {
          this.detection(result, result.box, color, stage);
        }
        return line;
      case 'mask':
        this.mask(result, color);
        return line;
      case 'keypoints':
        for (const point of result.points ?? []) {
          if ((point.score ?? 1) >= 0.3) {
            this.dot(point.x, point.y, color);
          }
        }
        return line;
      case 'text':
        this.text(result, color);
        return line;
      case 'classification':
      case 'caption':
        this.chip(scored(result.text ?? label, result.score), this.place.x + 4, this.place.y + 4 + line * 20, color);
        return line + 1;
      default:
        return line;
    }
  }

  private x(source: number): number {
    return this.place.x + source * this.scaleX;
  }

  private y(source: number): number {
    return this.place.y + source * this.scaleY;
  }

  /** What only says where (a region of motion is labelled like its stage) gets a thin line and no name. */
  private detection(result: Result, box: Box, color: string, stage: string): void {
    const { g } = this;
    const x = this.x(box.x);
    const y = this.y(box.y);
    const width = box.width * this.scaleX;
    const height = box.height * this.scaleY;
    if (result.label === undefined || result.label === stage) {
      g.setLineDash([4, 3]);
      this.stroke(() => g.strokeRect(x, y, width, height), color, 1);
      g.setLineDash([]);
      return;
    }
    this.stroke(() => g.strokeRect(x, y, width, height), color, 2);
    const chipY = y - CHIP_HEIGHT >= this.place.y ? y - CHIP_HEIGHT : Math.max(y, this.place.y);
    this.chip(scored(result.label, result.score), x - 1, chipY, color);
  }

  private mask(result: Result, color: string): void {
    const { box, columns, rows, runs } = result;
    if (box === undefined || runs === undefined || !columns || !rows) {
      return;
    }
    const cellWidth = (box.width * this.scaleX) / columns;
    const cellHeight = (box.height * this.scaleY) / rows;
    this.g.globalAlpha *= 0.4;
    this.g.fillStyle = color;
    let cell = 0;
    runs.forEach((run, i) => {
      // A run may go on over the ends of rows.
      for (let left = i % 2 === 1 ? run : 0, at = cell; left > 0; ) {
        const column = at % columns;
        const length = Math.min(left, columns - column);
        this.g.fillRect(
          this.x(box.x) + column * cellWidth,
          this.y(box.y) + Math.floor(at / columns) * cellHeight,
          length * cellWidth,
          cellHeight,
        );
        at += length;
        left -= length;
      }
      cell += run;
    });
    this.g.globalAlpha /= 0.4;
  }

  private text(result: Result, color: string): void {
    const region = result.region;
    if (region === undefined) {
      return;
    }
    const corners = [region.topLeft, region.topRight, region.bottomRight, region.bottomLeft];
    this.stroke(() => {
      this.g.beginPath();
      corners.forEach((corner) => this.g.lineTo(this.x(corner.x), this.y(corner.y)));
      this.g.closePath();
      this.g.stroke();
    }, color, 1.5);
    const top = Math.min(...corners.map((corner) => this.y(corner.y)));
    this.chip(result.text ?? '', this.x(region.topLeft.x), Math.max(this.place.y, top - CHIP_HEIGHT), color);
  }

  private dot(x: number, y: number, color: string): void {
    this.g.beginPath();
    this.g.arc(this.x(x), this.y(y), 3, 0, 2 * Math.PI);
    this.g.fillStyle = color;
    this.g.fill();
    this.stroke(() => this.g.stroke(), 'rgba(0,0,0,.6)', 1);
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

  private chip(label: string, x: number, y: number, color: string): void {
    const { g } = this;
    if (label === '') {
      return;
    }
    g.font = FONT;
    const width = g.measureText(label).width + 10;
    const left = Math.max(this.place.x, Math.min(x, this.place.x + this.place.width - width));
    g.fillStyle = color;
    g.fillRect(left, y, width, CHIP_HEIGHT);
    g.fillStyle = '#10181b';
    g.textBaseline = 'middle';
    g.fillText(label, left + 5, y + CHIP_HEIGHT / 2 + 0.5);
  }
}

function scored(label: string, score: number | undefined): string {
  return score === undefined ? label : `${label} ${Math.round(score * 100)}%`;
}
