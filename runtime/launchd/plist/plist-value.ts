/**
 * A property list as launchd reads it, with its types kept apart: `5`, `5.0` and `"5"` are three things, and a job that
 * has the wrong one does not do what its author meant. plist(5).
 */

/** Where a value stands in an XML plist: offsets into the text, and line and column (1-based) of its start. */
export interface PlistPlace {
  /** Of the first character of the value's element, and after its last. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

interface Placed {
  /** Absent in a binary plist. */
  readonly place?: PlistPlace | undefined;
}

export type PlistValue =
  | PlistString
  | (Placed & { readonly kind: 'integer'; readonly value: bigint })
  | (Placed & { readonly kind: 'real'; readonly value: number })
  | (Placed & { readonly kind: 'boolean'; readonly value: boolean })
  /** The text as it is written: what is no date is kept, and told by whoever needs one. */
  | (Placed & { readonly kind: 'date'; readonly value: string })
  | (Placed & { readonly kind: 'data'; readonly value: Uint8Array })
  | PlistArray
  | PlistDict;

export interface PlistString extends Placed {
  readonly kind: 'string';
  readonly value: string;
}
export interface PlistArray extends Placed {
  readonly kind: 'array';
  readonly items: readonly PlistValue[];
}
export interface PlistEntry {
  readonly key: string;
  readonly value: PlistValue;
  /** Of the `<key>` element. */
  readonly place?: PlistPlace | undefined;
}
export interface PlistDict extends Placed {
  readonly kind: 'dict';
  /** In the order of the file; a key that stands twice is here twice. */
  readonly entries: readonly PlistEntry[];
}

/** A way into a plist: keys of dictionaries and indexes of arrays. */
export type PlistPath = readonly (string | number)[];

/** `ProgramArguments[1]`, `EnvironmentVariables.PATH`. */
export function formatPlistPath(path: PlistPath): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}

/** The value at a path. Of a key that stands twice the last counts, as for launchd. */
export function valueAt(root: PlistValue, path: PlistPath): PlistValue | undefined {
  let value: PlistValue | undefined = root;
  for (const part of path) {
    if (value === undefined) return undefined;
    if (typeof part === 'number') value = value.kind === 'array' ? value.items[part] : undefined;
    else value = value.kind === 'dict' ? entryOf(value, part)?.value : undefined;
  }
  return value;
}

export function entryOf(dict: PlistDict, key: string): PlistEntry | undefined {
  return dict.entries.findLast((entry) => entry.key === key);
}
