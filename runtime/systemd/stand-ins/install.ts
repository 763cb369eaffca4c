/** Puts the stand-in of systemctl into a folder. Never ships. */
import { chmod, mkdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface InstalledSystemd extends AsyncDisposable {
  readonly env: { readonly LUKA_SYSTEMCTL: string };
  readonly calls: () => Promise<string[][]>;
  readonly enabled: () => Promise<string[]>;
  /** Makes a verb fail, once. */
  fail(verb: string): Promise<void>;
}

/** @param units the folder that holds unit files, which need not be there yet */
export async function installSystemd(folder: string, units: string): Promise<InstalledSystemd> {
  const path = join(folder, 'systemctl');
  const file = join(folder, 'systemd.state.json');
  const source = fileURLToPath(new URL('systemctl.ts', import.meta.url));
  await writeFile(
    file,
    JSON.stringify({ enabled: [], pids: {}, failed: [], units: {}, calls: [], faults: {} }),
  );
  await writeFile(
    path,
    `#!/bin/sh\nSTAND_IN_UNITS='${units}' STAND_IN_STATE='${file}' exec '${process.execPath}' '${source}' "$@"\n`,
  );
  await chmod(path, 0o700);
  const state = async () =>
    JSON.parse(await readFile(file, 'utf8')) as {
      enabled: string[];
      calls: string[][];
      pids: Record<string, number>;
      faults: Record<string, number>;
    };
  return {
    env: { LUKA_SYSTEMCTL: path },
    calls: async () => (await state()).calls,
    enabled: async () => (await state()).enabled,
    async fail(verb) {
      // As the program itself does: nobody else changes the state meanwhile.
      const lock = `${file}.lock`;
      while (
        !(await mkdir(lock).then(
          () => true,
          () => false,
        ))
      )
        await new Promise((resolve) => setTimeout(resolve, 5));
      await writeFile(`${file}.new`, JSON.stringify({ ...(await state()), faults: { [verb]: 1 } }));
      await rename(`${file}.new`, file);
      await rmdir(lock);
    },
    async [Symbol.asyncDispose]() {
      for (const pid of Object.values((await state()).pids)) {
        try {
          if (pid > 0) process.kill(-pid, 'SIGKILL');
        } catch {
          // Ended already.
        }
      }
    },
  };
}
