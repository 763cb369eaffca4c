/** An amount of data, as files write it: `10GB`, `1.5TB`, `512MiB`. */

/** Powers of 1,000 as on a disk's box and in the Finder (IEC 80000-13), and of 1,024 where an `i` says so. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  pb: 1e15,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  pib: 2 ** 50,
};

/**
 * Reads a size. A unit must be there and be whole: `10G` means one thing to `df` and another to `ls`.
 * @returns whole bytes, or undefined where the text is no size or more than can be counted exactly
 */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d{1,16}(?:\.\d{1,16})?) ?([kmgtp]?i?b)\s*$/i.exec(text);
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  if (unit === undefined) return undefined;
  const bytes = Math.round(Number(match?.[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** For people: `820 B`, `1.2 kB`, `3.4 MB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
