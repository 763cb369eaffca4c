/** What only a shell would expand: launchd hands it on as it is written. */
import { setInPlist } from '../plist/edit-xml-plist.ts';
import type { PlistPath } from '../plist/plist-value.ts';
import type { Hit } from './rule.ts';

const HOME = /^~(?=\/|$)|\$HOME\b|\$\{HOME\}/g;

/** Whether a shell would put something else in its place. */
export function isUnexpanded(text: string): boolean {
  return /^~|\$[A-Za-z_{(]|`/.test(text);
}

/** With `~`, `$HOME` and `${HOME}` written out, in each part that a colon ends. */
export function writeHomeOut(text: string, home: string): string {
  return text
    .split(':')
    .map((part) => part.replaceAll(HOME, () => home))
    .join(':');
}

export function unexpandedHit(path: PlistPath, text: string, home: string, show = true): Hit {
  const mended = writeHomeOut(text, home);
  return {
    message: 'it has a part that only a shell would expand',
    remedy: 'write the path out',
    path,
    evidence: show ? text.slice(0, 200) : undefined,
    fix:
      isUnexpanded(mended) || mended.split(':').some(isUnexpanded)
        ? undefined
        : {
            words: `writes ${home} out`,
            apply: (plist) => setInPlist(plist, path, { kind: 'string', value: mended }),
          },
  };
}
