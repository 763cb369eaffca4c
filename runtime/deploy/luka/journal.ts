/** What a deployment is in the middle of: written before each thing that would have to be undone, gone at its end. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createFile, hasCode, replaceFile } from '../../home/atomic-file.ts';
import { processStart } from '../../runs/processes/identity.ts';

export const Journal = z.object({
  action: z.enum(['deploy', 'rollback', 'repair']),
  at: z.string(),
  /** Who does it: a pid alone is given to others later. */
  pid: z.int().positive(),
  started: z.string(),
  /** What holds once it is undone; absent while nothing has to be. */
  undo: z
    .object({
      release: z.string().optional(),
      unit: z.string().optional(),
      loaded: z.boolean(),
    })
    .optional(),
  to: z.string().optional(),
  /** The text of the service's file that goes with it. */
  unit: z.string().optional(),
});
export type Journal = z.infer<typeof Journal>;

export class JournalFile {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'journal.json');
  }

  /**
   * Begins, unless somebody else is at it.
   * @throws LukaError deploy_busy
   */
  async begin(action: Journal['action'], at: string): Promise<Journal> {
    const started = (await processStart(process.pid)) ?? '';
    const journal: Journal = { action, at, pid: process.pid, started };
    if (await createFile(this.#file, format(journal))) return journal;
    throw new LukaError('deploy_busy');
  }

  write(journal: Journal): Promise<void> {
    return replaceFile(this.#file, format(journal));
  }

  async end(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /**
   * What a deployment left that ended in the middle. It is removed by `end`.
   * @throws LukaError deploy_busy where it has not ended
   */
  async leftBehind(): Promise<Journal | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    const journal = Journal.parse(JSON.parse(text));
    if ((await processStart(journal.pid)) === journal.started)
      throw new LukaError('deploy_busy', {
        message: `another deployment is going (pid ${journal.pid}, since ${journal.at})`,
      });
    return journal;
  }
}

function format(journal: Journal): string {
  return `${JSON.stringify(journal, null, 2)}\n`;
}
