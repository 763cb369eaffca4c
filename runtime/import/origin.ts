import type { ImportSource } from '#shared/nouns/import-plan.ts';

/** The first line of an imported task file says where it came from; a later import knows the task by it. */
const ORIGIN = /^# from (?:crontab line \d+|pm2|systemd): (.*)$/m;
/** UTF-16 units of a file in which the line is looked for. */
const HEAD = 8_192;

export function originComment(source: ImportSource, original: string, line: number | undefined): string {
  return `# from ${line === undefined ? source : `${source} line ${line}`}: ${plainLine(original)}`;
}

/** @returns the entry in its source's own words, or undefined for a task that was not imported */
export function originOf(text: string): string | undefined {
  return ORIGIN.exec(text.slice(0, HEAD))?.[1];
}

/** What two entries must share to be the same one: an editor may have touched the spaces. */
export function originKey(original: string): string {
  return plainLine(original).replaceAll(/\s+/g, ' ').trim();
}

/** One line without control characters, so that a comment can hold it. */
function plainLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\ufeff]/gu, (found) => (found === '\t' ? '\t' : '\ufffd'));
}
