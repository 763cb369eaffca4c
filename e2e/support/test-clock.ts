/** The clock of a Luka that was started with LUKA_TEST_CLOCK, moved by a spec. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const clockFile = (home: string): string => join(home, 'test-clock.json');

/** Moves it forward by so many ms from where it stands. @returns what it shows then, ms since 1970 */
export async function moveClock(home: string, ms: number): Promise<number> {
  const file = clockFile(home);
  const before = await readFile(file, 'utf8').then(
    (text) => (JSON.parse(text) as { offsetMs: number }).offsetMs,
    () => 0,
  );
  const offsetMs = before + ms;
  await writeFile(`${file}.new`, JSON.stringify({ offsetMs }));
  await rename(`${file}.new`, file);
  return Date.now() + offsetMs;
}
