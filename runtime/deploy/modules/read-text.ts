/** Texts of modules for a person to read: whole, or not at all where nobody could read that much. */
import { readFile, stat } from 'node:fs/promises';

/** A staged text has at most 500,000 characters, which are three bytes each at most. */
const MOST_BYTES = 2_000_000;

export function shownText(bytes: Buffer): string | undefined {
  return bytes.length > MOST_BYTES ? undefined : bytes.toString('utf8');
}

/** @returns undefined where it is longer than is shown */
export async function readShownText(file: string): Promise<string | undefined> {
  return (await stat(file)).size > MOST_BYTES ? undefined : shownText(await readFile(file));
}
