/** What the palette offers for what was typed. Pure. */
import { searchOptions } from '../ui/options.ts';

export type PaletteGroup = 'Runs' | 'Tasks' | 'Pages' | 'Actions' | 'Agents' | 'Docs';

export interface PaletteItem {
  /** Of its own among all. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly text: string;
  /** Other words that it is found by. */
  readonly also?: string | undefined;
  readonly detail?: string | undefined;
  /** Offered only where something was typed: there may be hundreds of its kind. */
  readonly onlyFound?: boolean;
  readonly act: () => void;
}

/** So many of each group: a list that is read, not scrolled. */
const MOST = 7;
/** With nothing typed: where people mostly go. */
const FIRST = new Set<PaletteGroup>(['Actions', 'Pages']);

export interface Found {
  readonly group: PaletteGroup;
  readonly items: readonly PaletteItem[];
  /** How many more there are. */
  readonly more: number;
}

export function findItems(items: readonly PaletteItem[], typed: string): readonly Found[] {
  const groups = [...new Set(items.map(({ group }) => group))];
  const isEmpty = typed.trim() === '';
  return groups.flatMap((group) => {
    if (isEmpty && !FIRST.has(group)) return [];
    const options = items
      .filter((item) => item.group === group && !(isEmpty && item.onlyFound === true))
      .map((item) => ({ value: item.also ?? '', text: item.text, item }));
    const found = searchOptions(options, typed) as typeof options;
    const shown = found.slice(0, isEmpty ? found.length : MOST).map(({ item }) => item);
    return found.length === 0 ? [] : [{ group, items: shown, more: found.length - shown.length }];
  });
}

/** `#12`, `12`, `run 12`: the run of that number, whether it is known here or not. */
export function runNumber(typed: string): number | undefined {
  const match = /^(?:run\s*)?#?\s*([1-9]\d{0,9})$/i.exec(typed.trim());
  return match === null ? undefined : Number(match[1]);
}
