/** Where the window was, and whether that place still exists: displays come and go. */
import type { Rectangle } from 'electron';
import { z } from 'zod';

export const DEFAULT_SIZE = { width: 1_120, height: 760 } as const;
export const LEAST_SIZE = { width: 640, height: 420 } as const;
/** Points of the title bar that must be in reach, or the window could not be moved. */
const IN_REACH = 80;

const SavedPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(LEAST_SIZE.width).max(20_000),
  height: z.int().min(LEAST_SIZE.height).max(20_000),
});

/**
 * @param saved as it was read from a file, so of any shape
 * @param workAreas of all displays
 * @returns without x and y where the window is to be centred
 */
export function placeWindow(
  saved: unknown,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const place = SavedPlace.safeParse(saved);
  if (!place.success) return { ...DEFAULT_SIZE };
  const { x, y, width, height } = place.data;
  const area = workAreas.find(
    (one) =>
      x + width >= one.x + IN_REACH &&
      x <= one.x + one.width - IN_REACH &&
      y >= one.y &&
      y <= one.y + one.height - IN_REACH,
  );
  if (area === undefined) return { width, height };
  const fitting = { width: Math.min(width, area.width), height: Math.min(height, area.height) };
  // A window that became narrower must not have left its display by that.
  return { x: Math.max(x, area.x + IN_REACH - fitting.width), y, ...fitting };
}
