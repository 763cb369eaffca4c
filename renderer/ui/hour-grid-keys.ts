/** The keys of a grid of days and hours. Pure. */
export interface HourSpot {
  readonly row: number;
  readonly hour: number;
}

/** Where an arrow key leads; undefined for a key that is none of ours. */
export function moveInHours(key: string, { row, hour }: HourSpot, rows: number): HourSpot | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { row, hour: Math.max(0, hour - 1) };
    case 'ArrowRight':
      return { row, hour: Math.min(23, hour + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), hour };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), hour };
    case 'Home':
      return { row, hour: 0 };
    case 'End':
      return { row, hour: 23 };
    default:
      return undefined;
  }
}
