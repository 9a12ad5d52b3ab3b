/** Ten colours that keep apart on video, for eyes that see red and green alike too. The server draws with the same. */
const PALETTE = [
  '#ffb000', '#3ddbd9', '#ff7eb6', '#78a9ff', '#a5e05a', '#ff8c5a', '#be95ff', '#f1e15b', '#6fdc8c', '#e0e0e0',
];
/** How much white (above 0) or black (below) the second, third, … of several things of one label have in them. */
const SHADES = [0, 0.4, -0.28, 0.65, -0.45];

/** The same label has the same colour, everywhere and after a reload. */
export function colorOf(label: string): string {
  if (label === 'person') {
    // The most frequent one has a colour of its own.
    return PALETTE[0];
  }
  let hash = 7;
  for (let i = 0; i < label.length; i++) {
    hash = (hash * 31 + label.charCodeAt(i)) >>> 0;
  }
  return PALETTE[1 + (hash % (PALETTE.length - 1))];
}

/** What is followed keeps its colour, and who comes after it has another; what is not has its label's. */
export function colorOfTrack(track: number | undefined, label: string): string {
  return track === undefined ? colorOf(label) : PALETTE[(track - 1) % PALETTE.length];
}

/** The colour of the index-th of several things with this label. */
export function shadeOf(label: string, index: number): string {
  return shaded(colorOf(label), SHADES[index % SHADES.length]);
}

/** The colour with this share of white in it, or of black if below 0. */
export function shaded(color: string, by: number): string {
  return mixed(color, by > 0 ? '#ffffff' : '#000000', Math.abs(by));
}

/** The colour with this share (0..1) of another in it. */
export function mixed(color: string, other: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const from = parseInt(color.slice(at, at + 2), 16);
    return Math.round(from + (parseInt(other.slice(at, at + 2), 16) - from) * share);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
