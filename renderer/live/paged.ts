/** A list of rows by falling id, as far back as it was read. Pure. */

export interface Paged<T> {
  /** By id, descending. */
  readonly rows: readonly T[];
  /** Where the next page starts; undefined at the first row of all. */
  readonly next: number | undefined;
}
export type IdOf<T> = (row: T) => number;

/** With the page that follows it. */
export function withPage<T>(list: Paged<T>, page: Paged<T>, idOf: IdOf<T>): Paged<T> {
  const last = list.rows.at(-1);
  const floor = last === undefined ? Infinity : idOf(last);
  return { rows: [...list.rows, ...page.rows.filter((row) => idOf(row) < floor)], next: page.next };
}

/** With its first page read anew. Where the two no longer meet, only the page stays. */
export function withHead<T>(list: Paged<T>, page: Paged<T>, idOf: IdOf<T>): Paged<T> {
  const last = page.rows.at(-1);
  const newest = list.rows[0];
  if (page.next === undefined || last === undefined || newest === undefined || idOf(newest) < idOf(last))
    return page;
  return { rows: [...page.rows, ...list.rows.filter((row) => idOf(row) < idOf(last))], next: list.next };
}

/** With a row as it now is, where it is in the list. */
export function withRow<T>(list: Paged<T>, row: T, idOf: IdOf<T>): Paged<T> {
  const index = list.rows.findIndex((each) => idOf(each) === idOf(row));
  return index === -1 ? list : { ...list, rows: list.rows.with(index, row) };
}

/** Without one. */
export function withoutRow<T>(list: Paged<T>, id: number, idOf: IdOf<T>): Paged<T> {
  return { ...list, rows: list.rows.filter((row) => idOf(row) !== id) };
}
