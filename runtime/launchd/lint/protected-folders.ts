/** Folders that macOS guards: a program needs a person's consent, given to it, to read what is in them. */

/** Where that is documented. */
export const TCC = 'Apple Platform Security, "Controlling app access to files in macOS"';

const GUARDED = ['Desktop', 'Documents', 'Downloads', 'Library/Mobile Documents'];

/** In words; undefined of a path that is in none. */
export function guardOf(path: string, home: string): string | undefined {
  const inside = GUARDED.find(
    (folder) => path === `${home}/${folder}` || path.startsWith(`${home}/${folder}/`),
  );
  if (inside === 'Library/Mobile Documents') return 'iCloud Drive';
  if (inside !== undefined) return `~/${inside}`;
  // The volume that the machine started from is there by its name, too.
  if (/^\/Volumes\/(?!Macintosh HD(?:\/|$))[^/]+/.test(path)) return 'an external volume';
  return undefined;
}
