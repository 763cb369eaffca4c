/** How the machine was before: written before the first change, so that exactly that can be gone back to. */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';

const SavedAgent = z.object({
  label: z.string(),
  /** The agent's own plist, which stays where it is. */
  file: z.string(),
  loaded: z.boolean(),
  disabled: z.boolean(),
  /** What stood at the daemon's place. */
  daemonBefore: z.string().optional(),
  /** What was put there. */
  daemon: z.string(),
});
export type SavedAgent = z.infer<typeof SavedAgent>;

const Saved = z.object({
  at: z.string(),
  /** Values on AC power, of those settings that are changed. */
  power: z.record(z.string(), z.string()),
  /** The plist at caffeinate's place, where there was one. */
  caffeinateBefore: z.string().optional(),
  agents: z.array(SavedAgent),
});
export type Saved = z.infer<typeof Saved>;

export class SavedFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<Saved | undefined> {
    try {
      return Saved.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  write(saved: Saved): Promise<void> {
    return replaceFile(this.#file, `${JSON.stringify(saved, null, 2)}\n`);
  }

  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
