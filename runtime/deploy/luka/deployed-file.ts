/** What was deployed last and held: what `verify` compares with, whatever the environment it is called in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';

const Deployed = z.object({ release: z.string(), unit: z.string() });
export type Deployed = z.infer<typeof Deployed>;

export class DeployedFile {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'deployed.json');
  }

  write(deployed: Deployed): Promise<void> {
    return replaceFile(this.#file, `${JSON.stringify(deployed, null, 2)}\n`);
  }

  async read(): Promise<Deployed | undefined> {
    try {
      return Deployed.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }
}
