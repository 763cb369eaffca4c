/** Puts stand-ins of pmset, sudo and caffeinate into a folder as programs. Never ships. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PowerStandIns {
  readonly pmset: string;
  /** Runs what it is given, as root to the other stand-ins; owner and group of `install` are left out. */
  readonly sudo: string;
  readonly caffeinate: string;
  /** By section and name. */
  readonly power: () => Promise<Record<string, Record<string, string>>>;
  /** Commands that were run as root, in order. */
  readonly asRoot: () => Promise<string[]>;
  /** As somebody else would. */
  setPower(name: string, value: string): Promise<void>;
}

export async function installPowerStandIns(
  folder: string,
  sections: Record<string, Record<string, string>>,
): Promise<PowerStandIns> {
  const at = (name: string) => join(folder, name);
  const source = fileURLToPath(new URL('pmset.ts', import.meta.url));
  const program = async (name: string, text: string): Promise<string> => {
    await writeFile(at(name), `#!/bin/sh\n${text}\n`);
    await chmod(at(name), 0o700);
    return at(name);
  };
  const stateFile = at('pmset.state.json');
  await writeFile(stateFile, JSON.stringify({ sections, calls: [] }));
  await writeFile(at('sudo.log'), '');
  const state = async () =>
    JSON.parse(await readFile(stateFile, 'utf8')) as { sections: typeof sections; calls: string[][] };
  return {
    pmset: await program(
      'pmset',
      `STAND_IN_STATE='${stateFile}' exec '${process.execPath}' '${source}' "$@"`,
    ),
    sudo: await program(
      'sudo',
      `echo "$*" >> '${at('sudo.log')}'
export STAND_IN_ROOT=1
if [ "$1" = /usr/bin/install ]; then shift 7; exec install -m 644 "$@"; fi
exec "$@"`,
    ),
    caffeinate: await program('caffeinate', '[ "$1" = -ims ] || exit 64\nwhile :; do sleep 1; done'),
    power: async () => (await state()).sections,
    asRoot: async () => (await readFile(at('sudo.log'), 'utf8')).split('\n').filter(Boolean),
    async setPower(name, value) {
      const now = await state();
      now.sections['AC Power']![name] = value;
      await writeFile(stateFile, JSON.stringify(now));
    },
  };
}
