/** What a file's name says of other versions of it: `plan-v2.md`, `plan (copy).md`, `plan_final.md`, `2026-01-31 plan.md`. */

export interface NameVersion {
  /** The name without what tells versions apart, in small letters; with its folder. */
  readonly stem: string;
  /** Of two names with one stem the larger is the later; equal where the names do not say. */
  readonly rank: number;
}

const MARKS: readonly (readonly [RegExp, (found: RegExpExecArray) => number])[] = [
  [
    /(?:^|[\s_.-])v(?:ersion)?[\s_.-]?(\d{1,4})(?:\.(\d{1,4}))?(?=$|[\s_.-])/,
    ([, major, minor]) => Number(major) * 1e4 + Number(minor ?? 0),
  ],
  [/(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})/, ([, year, month, day]) => Number(`${year}${month}${day}`)],
  [/(?:^|[\s_.-])\(?(?:old|backup|bak|draft|outdated|deprecated|archived?)\)?(?=$|[\s_.-])/, () => -1],
  [/(?:^|[\s_.-])\(?(?:final|new|latest)\)?(?=$|[\s_.-])/, () => 1],
  [/[\s_.-]*\(?copy(?:[\s_-]?\d+)?\)?(?=$|[\s_.-])/, () => 0],
  [/\s*\((\d{1,3})\)$/, () => 0],
];

/** @param path with `/` between its parts */
export function nameVersionOf(path: string): NameVersion {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash + 1).toLowerCase();
  let name = path
    .slice(slash + 1)
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,5}$/, '');
  let rank = 0;
  for (const [mark, rankOf] of MARKS) {
    const found = mark.exec(name);
    if (!found) continue;
    rank = rankOf(found) || rank;
    name = `${name.slice(0, found.index)} ${name.slice(found.index + found[0].length)}`;
  }
  const stem = name.replace(/[\s_.-]+/g, ' ').trim();
  // An archive beside is the same shelf.
  const shelf = folder.replace(/\/(?:old|archived?|backup|drafts?)\/$/, '/');
  return {
    stem: shelf + (stem === '' ? path.slice(slash + 1).toLowerCase() : stem),
    rank: shelf === folder ? rank : Math.min(rank, -1),
  };
}
