/** What a combobox offers for what was typed. Pure. */

export interface Option {
  readonly value: string;
  readonly text: string;
  /** What stands behind it; asked only for what is shown. */
  readonly detail?: () => string;
}

/** Every word must be found, in any order; names that begin with the first word come first. */
export function searchOptions(options: readonly Option[], typed: string): readonly Option[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_/]+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return options;
  const ranked = options.flatMap((option) => {
    const text = `${option.text} ${option.value}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    return [{ option, rank: text.split(/[\s_/]+/).some((part) => part.startsWith(first)) ? 0 : 1 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ option }) => option);
}
