/** A text with its lines, so that offsets become places a person can go to. */

export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** Steps from the root of a document to one value in it. */
export type Path = readonly (string | number)[];

export interface LocateOptions {
  /** `key` asks for the place of the key itself, where the last part of the path is one. Default `value`. */
  readonly at?: 'key' | 'value';
  /** A piece of the value's text to point at, as it is written in the file. */
  readonly within?: string;
}

/** Where a value stands; for a path that leads nowhere, the nearest thing above it. */
export type Locate = (path: Path, options?: LocateOptions) => Place | undefined;

/** @returns a function from offsets (UTF-16 units) to places */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
  };
}

/** Longer names are cut in labels, UTF-16 units. */
const MAX_NAME = 100;

/** A path as messages name it: `steps[0].http.url`. */
export function pathLabel(path: Path): string {
  let label = '';
  for (const part of path) {
    if (typeof part === 'number') label += `[${part}]`;
    else if (part.length > MAX_NAME) label += `[${JSON.stringify(`${part.slice(0, MAX_NAME - 3)}...`)}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(part)) label += label === '' ? part : `.${part}`;
    else label += `[${JSON.stringify(part)}]`;
  }
  return label;
}

/** A text as a pattern that matches exactly it. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\]\\^{|}]/g, String.raw`\$&`);
}
