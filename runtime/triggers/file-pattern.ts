/** Which files a trigger means. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import picomatch from 'picomatch';

export interface FilePattern {
  /** The absolute folder that all matches are below. It need not be there. */
  readonly base: string;
  /** How many names a match has below `base` at the most: 1 where all are in `base` itself. */
  readonly depth: number;
  /** @param path below `base`, parted by `/` */
  matches(path: string): boolean;
  /** Whether a match may be in that folder. @param path below `base` */
  enters(path: string): boolean;
}

/** What editors, browsers and the Finder leave while they work. */
const TEMPORARY = ['.swp', '.crdownload', '.part', '.download', '.DS_Store', '~'] as const;

/**
 * A path or a glob. `~` is the home, and so is what is not absolute; a path that ends with `/` means what is in that
 * folder. Hidden files, temporary ones and node_modules are meant only where the pattern names them.
 */
export function filePattern(text: string, home: string, platform: NodeJS.Platform): FilePattern {
  // The Mac's disks hold names in the case and with the marks they were made with, and find them in any.
  const fold = (name: string): string =>
    platform === 'darwin' ? name.normalize('NFC').toLowerCase() : name.normalize('NFC');
  const placed = (path: string): string => {
    const below = path.replace(/^~(?=\/|$)/, '.');
    return isAbsolute(below) ? join(below) : join(home, below);
  };
  const { base, glob } = picomatch.scan(text.replace(/\/+$/, '/*'), { nonegate: true });
  if (glob === '') {
    const path = placed(unescaped(base));
    const name = fold(basename(path));
    return { base: dirname(path), depth: 1, matches: (other) => fold(other) === name, enters: () => false };
  }

  const matcher = picomatch(fold(glob), { nonegate: true });
  // `report (1).pdf` is a glob by its brackets and a name to whoever wrote it.
  const literal = fold(unescaped(glob));
  const named = new Set(TEMPORARY.filter((end) => (end === '~' ? glob.endsWith(end) : glob.includes(end))));
  const isTemporary = (name: string): boolean =>
    TEMPORARY.some((end) => name.endsWith(end) && !named.has(end));
  const namesHidden = /(^|[/{,(|])\\?\./.test(glob);
  const namesModules = glob.includes('node_modules');
  const enters = (folder: string): boolean =>
    folder
      .split('/')
      .every(
        (name) =>
          (namesHidden || !name.startsWith('.')) &&
          (namesModules || name !== 'node_modules') &&
          !isTemporary(name),
      );
  return {
    base: placed(text.startsWith('/') && base === '' ? '/' : unescaped(base)),
    depth: depthOf(glob),
    matches(path) {
      const folded = fold(path);
      if (folded === literal) return true;
      const slash = path.lastIndexOf('/');
      if (isTemporary(path.slice(slash + 1)) || !matcher(folded)) return false;
      return slash < 0 || enters(path.slice(0, slash));
    },
    enters,
  };
}

/** No match is deeper; brackets that repeat what is in them may be as deep as `**`. */
function depthOf(glob: string): number {
  if (glob.includes('**') || /[+*]\([^)]*\//.test(glob)) return Infinity;
  return glob.split('/').length;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
