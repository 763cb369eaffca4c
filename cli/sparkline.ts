/** A line of figures as eight heights of a block; a dot where nothing was measured. */
const BLOCKS = '▁▂▃▄▅▆▇█';

/**
 * @param values oldest first
 * @param width cells; where there are more values, the mean of neighbours is drawn
 */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const each = Math.max(1, Math.ceil(values.length / width));
  const points = Array.from({ length: Math.ceil(values.length / each) }, (_, index) =>
    mean(values.slice(index * each, (index + 1) * each)),
  );
  const known = points.filter((point) => point !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return points
    .map((point) => {
      if (point === null) return '·';
      // What never changes is drawn low: a wall of full blocks would look like an alarm.
      if (high === low) return BLOCKS[0];
      return BLOCKS[Math.round(((point - low) / (high - low)) * (BLOCKS.length - 1))];
    })
    .join('');
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
