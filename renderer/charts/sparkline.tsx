/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an <img> would have to be a file: it is drawn here */
/** A line as small as a word. What it says is said in words beside it, or by its label. */

const WIDTH = 100;
const HEIGHT = 22;

/** @param values from the oldest to the newest; null where nothing is known */
export function Sparkline({
  values,
  label,
  least = 0,
  most: highest,
  className = '',
}: {
  values: readonly (number | null)[];
  label: string;
  /** Where the line's ground is. */
  least?: number;
  /** The largest that is drawn; the largest of the values where it is not given. */
  most?: number;
  className?: string;
}) {
  const known = values.filter((value) => value !== null);
  const most = highest ?? Math.max(least, ...known);
  const top = 2;
  const y = (value: number): number =>
    most === least ? HEIGHT / 2 : HEIGHT - top - ((value - least) / (most - least)) * (HEIGHT - 2 * top);
  const x = (index: number): number =>
    values.length < 2 ? WIDTH / 2 : 2 + (index / (values.length - 1)) * (WIDTH - 4);
  const stretches = stretchesOf(values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className={`shrink-0 ${className}`}
    >
      {stretches.map((stretch) => {
        const points = stretch.map(([index, value]) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
        const [first] = stretch;
        return stretch.length === 1 && first ? (
          <circle key={first[0]} cx={x(first[0])} cy={y(first[1])} r="1.8" fill="currentColor" />
        ) : (
          <polyline
            key={first?.[0]}
            points={points.join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        );
      })}
    </svg>
  );
}

/** Values that follow one another, with their places: a gap is a gap, not a line over it. */
function stretchesOf(
  values: readonly (number | null)[],
): readonly (readonly (readonly [number, number])[])[] {
  const stretches: (readonly [number, number])[][] = [];
  let open: (readonly [number, number])[] | undefined;
  for (const [index, value] of values.entries()) {
    if (value === null) open = undefined;
    else if (open) open.push([index, value]);
    else {
      open = [[index, value]];
      stretches.push(open);
    }
  }
  return stretches;
}
