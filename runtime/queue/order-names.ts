/** Names of order files: which are orders at all, and what a claimed one is called. */
import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';

/** What browsers, copy programs and editors leave while they are not done, and what is hidden. */
export function isIgnoredName(name: string): boolean {
  return (
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('~') ||
    /\.(tmp|temp|part|partial|crdownload|download)$/i.test(name)
  );
}

/** Room for the claim, for `.result.json` and for the name of a temporary file, in the 255 bytes that a name may have. */
const MAX_NAME_BYTES = 150;

/**
 * `<yyyymmddThhmmss>-<6 random>-<name>`: unique, sorted by when it was claimed (UTC), and still telling what it was.
 * @param now ms since 1970
 */
export function claimName(name: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+Z/g, '');
  return `${stamp}-${randomBytes(3).toString('hex')}-${shorten(name)}`;
}

/** The name a claimed file had when it was dropped, as far as it was kept. */
export function nameOfClaim(claimed: string): string {
  return CLAIM.exec(claimed)?.[1] ?? claimed;
}

export function isClaim(name: string): boolean {
  return CLAIM.test(name) && !name.endsWith(RESULT) && !name.endsWith('.tmp');
}

export function resultName(claimed: string): string {
  return claimed + RESULT;
}

const RESULT = '.result.json';
const CLAIM = /^\d{8}T\d{6}-[0-9a-f]{6}-(.+)$/s;

function shorten(name: string): string {
  const clean = Array.from(name, (char) => (char < ' ' || char === '\u007f' ? '_' : char));
  const extension = Array.from(extname(clean.join(''))).slice(0, 16);
  const stem = clean.slice(0, clean.length - extension.length);
  while (Buffer.byteLength(stem.join('') + extension.join('')) > MAX_NAME_BYTES) stem.pop();
  return stem.join('') + extension.join('');
}
