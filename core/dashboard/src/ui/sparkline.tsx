/** The course of a figure, small; the newest value on the right. */
export function Sparkline({ values, capacity }: { values: number[]; capacity: number }) {
  const width = 96;
  const height = 20;
  const top = Math.max(1, ...values);
  const points = values.map((value, i) => {
    const x = width - ((values.length - 1 - i) * width) / (capacity - 1);
    return `${x.toFixed(1)},${(height - 1 - (value / top) * (height - 3)).toFixed(1)}`;
  });
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="1.3" />
    </svg>
  );
}
