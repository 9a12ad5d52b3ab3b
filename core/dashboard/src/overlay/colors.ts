/** Ten colours that keep apart on video, for eyes that see red and green alike too. */
const PALETTE = [
  '#ffb000', '#3ddbd9', '#ff7eb6', '#78a9ff', '#a5e05a', '#ff8c5a', '#be95ff', '#f1e15b', '#6fdc8c', '#e0e0e0',
];

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
