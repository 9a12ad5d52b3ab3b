/** A corner in fractions of the picture, origin top left. */
export type Corner = [number, number];

/** A zone as the server has it; settings that are not drawn are kept as they are. */
export interface Zone {
  name: string;
  origin?: string;
  polygon: Corner[];
  labels?: string[];
  mask?: boolean;
}

export const LEAST_CORNERS = 3;
export const MOST_CORNERS = 64;

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Within the picture, to the thousandth. */
export function corner(x: number, y: number): Corner {
  const fraction = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return [fraction(x), fraction(y)];
}

export function moved(outline: Corner[], index: number, to: Corner): Corner[] {
  return outline.map((one, i) => (i === index ? to : one));
}

/** Where a new corner is put without a mouse: in the middle of the side that closes the outline. */
export function added(outline: Corner[]): Corner[] {
  if (outline.length < LEAST_CORNERS) {
    return [...outline, [corner(0.3, 0.3), corner(0.7, 0.3), corner(0.7, 0.7)][outline.length]];
  }
  const [ax, ay] = outline[outline.length - 1];
  const [bx, by] = outline[0];
  return [...outline, corner((ax + bx) / 2, (ay + by) / 2)];
}

/** What is to be done before it can be saved; empty: nothing. The server looks at the rest. */
export function missing(name: string, outline: Corner[]): string {
  if (outline.length < LEAST_CORNERS) {
    return `It needs at least ${LEAST_CORNERS} corners, and has ${outline.length}.`;
  }
  if (outline.length > MOST_CORNERS) {
    return `It may have at most ${MOST_CORNERS} corners, and has ${outline.length}.`;
  }
  return NAME.test(name) ? '' : 'It needs a name of the characters A-Z a-z 0-9 _ . -, beginning with a letter or digit.';
}
