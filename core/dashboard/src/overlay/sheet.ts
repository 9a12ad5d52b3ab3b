import type { StageResults } from './analyses';
import { drawStages, fit } from './draw';

/** The transparent canvas over a picture, as large as its host on the screen. */
export class Sheet {
  readonly canvas = document.createElement('canvas');

  constructor(private readonly host: HTMLElement) {
    this.canvas.className = 'overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  /** Empties the sheet. Undefined where nothing can be drawn: the host has no size. */
  clear(): CanvasRenderingContext2D | undefined {
    const g = this.canvas.getContext('2d');
    const { clientWidth, clientHeight } = this.host;
    if (g === null || clientWidth === 0) {
      return undefined;
    }
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, clientWidth, clientHeight);
    return g;
  }

  draw(g: CanvasRenderingContext2D, picture: { width: number; height: number }, stages: StageResults[]): void {
    drawStages(g, fit(picture.width, picture.height, this.host.clientWidth, this.host.clientHeight), stages);
  }
}
