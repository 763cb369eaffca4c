/** Puts a stand-in into a folder as a program. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StandInState } from './state.ts';

export interface StandIn {
  /** Of the program. */
  readonly path: string;
  state(): Promise<StandInState>;
  set(change: Partial<StandInState>): Promise<void>;
}

export async function installStandIn(folder: string, name: 'security' | 'secret-tool'): Promise<StandIn> {
  const path = join(folder, name);
  const file = join(folder, `${name}.state.json`);
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  await writeFile(file, JSON.stringify({ items: {}, calls: [] }));
  await writeFile(path, `#!/bin/sh\nSTAND_IN_STATE='${file}' exec '${process.execPath}' '${source}' "$@"\n`);
  await chmod(path, 0o700);
  const state = async () => JSON.parse(await readFile(file, 'utf8')) as StandInState;
  return {
    path,
    state,
    set: async (change) => writeFile(file, JSON.stringify({ ...(await state()), ...change })),
  };
}
