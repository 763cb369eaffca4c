/** Which of a list is chosen while the list changes. Pure. */

export interface Chosen {
  readonly id: number;
  /** Where it stood when it was chosen. */
  readonly at: number;
}

/** The chosen one; where it is gone, what took its place; the first where nothing was chosen. */
export function nextSelected(ids: readonly number[], chosen: Chosen | undefined): number | undefined {
  if (chosen === undefined) return ids[0];
  if (ids.includes(chosen.id)) return chosen.id;
  return ids[Math.min(chosen.at, ids.length - 1)];
}

/** The one after or before; the first where nothing is chosen yet. The ends stay where they are. */
export function stepFrom(
  ids: readonly number[],
  selected: number | undefined,
  by: 1 | -1,
): number | undefined {
  if (selected === undefined) return ids[0];
  const at = ids.indexOf(selected);
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}
