/** Words on a filled ground, set so that they cover neither each other nor, if it can be, the lines of text read. */
const FONT = '600 12px system-ui, sans-serif';
export const CHIP_HEIGHT = 17;
const PADDING = 5;

/** An upright rectangle in CSS pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Chip {
  words: string;
  color: string;
  opacity: number;
  /** What the words are about. */
  of: Area;
}

export class Chips {
  private readonly chips: Chip[] = [];
  private readonly kept: Area[] = [];

  constructor(
    private readonly g: CanvasRenderingContext2D,
    private readonly within: Area,
  ) {}

  add(words: string, color: string, opacity: number, of: Area): void {
    if (words.trim() !== '' && [of.x, of.y, of.width, of.height].every(Number.isFinite)) {
      this.chips.push({ words, color, opacity, of });
    }
  }

  /** Asks not to cover this. */
  keepFree(area: Area): void {
    this.kept.push(area);
  }

  draw(): void {
    const { g } = this;
    g.font = FONT;
    g.textBaseline = 'middle';
    const set: Area[] = [];
    for (const { words, color, opacity, of } of this.chips) {
      const shown = this.cut(words);
      const area = place(of, g.measureText(shown).width + 2 * PADDING, this.within, set, this.kept);
      set.push(area);
      g.globalAlpha = opacity;
      g.fillStyle = color;
      g.fillRect(area.x, area.y, area.width, area.height);
      g.fillStyle = '#10181b';
      g.fillText(shown, area.x + PADDING, area.y + CHIP_HEIGHT / 2 + 0.5);
    }
    g.globalAlpha = 1;
  }

  /** As many of the words as the picture is wide. */
  private cut(words: string): string {
    const room = this.within.width - 2 * PADDING;
    const letters = [...words];
    if (letters.length < 4 || this.g.measureText(words).width <= room) {
      return words;
    }
    let fits = 0;
    for (let most = letters.length; fits < most; ) {
      const middle = (fits + most + 1) >> 1;
      if (this.g.measureText(`${letters.slice(0, middle).join('')}…`).width <= room) {
        fits = middle;
      } else {
        most = middle - 1;
      }
    }
    return `${letters.slice(0, fits).join('').trimEnd()}…`;
  }
}

/**
 * The best place for a chip of this width: above what it is about, else inside it at the top, below it or beside it,
 * else the one that covers least.
 */
export function place(of: Area, width: number, within: Area, set: Area[], kept: Area[] = []): Area {
  const right = of.x + of.width;
  const bottom = of.y + of.height;
  let best: Area | undefined;
  let least = Infinity;
  const tries: [number, number][] = [
    [of.x - 1, of.y - CHIP_HEIGHT],
    [of.x - 1, of.y],
    [right - width + 1, of.y - CHIP_HEIGHT],
    [of.x - 1, bottom],
    [right, of.y],
    [of.x - width, of.y],
    [of.x - 1, of.y + CHIP_HEIGHT],
    [of.x - 1, of.y - 2 * CHIP_HEIGHT],
    [of.x - 1, of.y + 2 * CHIP_HEIGHT],
    [of.x - 1, bottom + CHIP_HEIGHT],
  ];
  for (const [x, y] of tries) {
    const area = inside({ x, y, width, height: CHIP_HEIGHT }, within);
    // Moved into the picture it may be far from what it is about.
    const moved = (Math.abs(area.x - x) + Math.abs(area.y - y)) * 0.5;
    const covers = sum(set, area) * 4 + sum(kept.filter((other) => other !== of), area) + moved;
    if (covers < least) {
      least = covers;
      best = area;
    }
    if (covers === 0) {
      break;
    }
  }
  return best as Area;
}

function inside(area: Area, within: Area): Area {
  const x = Math.max(within.x, Math.min(area.x, within.x + within.width - area.width));
  const y = Math.max(within.y, Math.min(area.y, within.y + within.height - area.height));
  return { ...area, x, y };
}

function sum(others: Area[], area: Area): number {
  return others.reduce((total, other) => total + overlap(other, area), 0);
}

/** In square pixels. */
export function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
