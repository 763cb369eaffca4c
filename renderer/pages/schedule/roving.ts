/** Which mark the arrow keys go to: along a row, and to the nearest in time of the row above or below. Pure. */

/** Rows of marks by the time each begins. */
export type Lanes = readonly (readonly number[])[];
/** `mark` -1 is the name of the row. */
export interface Spot {
  readonly row: number;
  readonly mark: number;
}

/** @returns the same spot where the key leads nowhere, undefined where it is none of ours */
export function moveSpot(key: string, { row, mark }: Spot, lanes: Lanes): Spot | undefined {
  const lane = lanes[row] ?? [];
  switch (key) {
    case 'ArrowLeft':
      return { row, mark: Math.max(-1, mark - 1) };
    case 'ArrowRight':
      return { row, mark: Math.min(lane.length - 1, mark + 1) };
    case 'Home':
      return { row, mark: -1 };
    case 'End':
      return { row, mark: lane.length - 1 };
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = Math.min(lanes.length - 1, Math.max(0, row + (key === 'ArrowUp' ? -1 : 1)));
      if (next === row) return { row, mark };
      return { row: next, mark: mark < 0 ? -1 : nearest(lanes[next] ?? [], lane[mark] ?? 0) };
    }
    default:
      return undefined;
  }
}

function nearest(lane: readonly number[], at: number): number {
  let best = -1;
  for (const [index, moment] of lane.entries()) {
    if (best < 0 || Math.abs(moment - at) < Math.abs((lane[best] ?? 0) - at)) best = index;
  }
  return best;
}
