/** Pages of a list, put together. Pure. */

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  /** Where the next page begins; undefined at the end. */
  readonly next?: number | undefined;
}

/** With the page that follows it. Rows may have moved between the two: none is shown twice. */
export function withNext<T, P extends Page<T>>(list: P, page: P, idOf: (row: T) => string | number): P {
  const known = new Set(list.rows.map(idOf));
  return { ...page, rows: [...list.rows, ...page.rows.filter((row) => !known.has(idOf(row)))] };
}
