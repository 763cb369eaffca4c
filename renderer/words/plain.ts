/**
 * Text that somebody else wrote and a person decides by: shown as it is. Characters that are invisible, that move what
 * follows them or that reorder a line (CVE-2021-42574) are written out, so that nothing looks like what it is not.
 */

/** Everything of the categories Cc, Cf, Zl and Zp, tag and variation characters; line feeds and tabs excepted. */
const HIDDEN = /[^\P{C}\n\t]|[\u2028\u2029\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]/gu;

export function plain(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}
