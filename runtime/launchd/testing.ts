/** A person's machine with agents of all kinds, as one finds them: for tests, the bench and pictures. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentState } from '#shared/nouns/agent.ts';
import type { Behaviour } from './standin/model-launchctl.ts';
import { plistOf, xmlArray, xmlString } from './standin/testing.ts';

export interface PlantedAgent {
  readonly label: string;
  readonly file: string;
  /** What it is to be seen as. */
  readonly state: AgentState;
  /** A finding that it is to have, too. */
  readonly finding?: string | undefined;
}

export interface PlantedMachine {
  readonly home: string;
  readonly folder: string;
  readonly agents: readonly PlantedAgent[];
  /** How its programs behave. */
  readonly programs: ReadonlyMap<string, Behaviour>;
}

const LOADED = {
  RunAtLoad: '<true/>',
  StartInterval: '<integer>3600</integer>',
  ProcessType: xmlString('Background'),
};

/** 82 agents: 26 healthy, 38 that launchd cannot start (code 78), 9 whose program is gone, 8 that fail, a duplicate. */
export async function plantMachine(home: string): Promise<PlantedMachine> {
  const folder = join(home, 'Library', 'LaunchAgents');
  const bin = join(home, 'bin');
  const logs = join(home, 'Library', 'Logs');
  await Promise.all([folder, bin, logs].map((path) => mkdir(path, { recursive: true })));
  const programs = new Map<string, Behaviour>();
  const agents: PlantedAgent[] = [];
  const program = async (name: string, behaviour: Behaviour): Promise<string> => {
    const path = join(bin, name);
    await writeFile(path, `#!/bin/sh\nexit ${behaviour.code ?? 0}\n`);
    await chmod(path, 0o755);
    programs.set(path, behaviour);
    return path;
  };
  const plant = async (
    name: string,
    seen: Pick<PlantedAgent, 'state' | 'finding'>,
    keys: Record<string, string>,
    label = `com.me.${name}`,
  ): Promise<void> => {
    const file = join(folder, `com.me.${name}.plist`);
    await writeFile(file, plistOf({ Label: xmlString(label), ...LOADED, ...keys }), { mode: 0o644 });
    agents.push({ label, file, ...seen });
  };
  const args = (path: string) => ({ ProgramArguments: xmlArray(path) });

  const good = await program('good', { lifeMs: 10 });
  const serves = await program('serves', {});
  for (let n = 1; n <= 20; n += 1) await plant(`good-${n}`, { state: 'idle' }, args(good));
  for (let n = 1; n <= 6; n += 1)
    await plant(
      `serves-${n}`,
      { state: 'running' },
      { ...args(serves), StartInterval: '<integer>7200</integer>' },
    );
  for (let n = 1; n <= 12; n += 1)
    await plant(`tilde-${n}`, { state: 'failing', finding: 'path_unexpanded' }, args('~/bin/good'));
  for (let n = 1; n <= 13; n += 1)
    await plant(
      `home-${n}`,
      { state: 'failing', finding: 'path_unexpanded' },
      { ...args(good), StandardOutPath: xmlString(`\${HOME}/Library/Logs/home-${n}.log`) },
    );
  for (let n = 1; n <= 13; n += 1)
    await plant(
      `log-${n}`,
      { state: 'failing', finding: 'log_folder_missing' },
      { ...args(good), StandardErrorPath: xmlString(join(logs, `gone-${n}`, 'err.log')) },
    );
  for (let n = 1; n <= 9; n += 1)
    await plant(
      `ghost-${n}`,
      { state: 'ghost', finding: 'program_missing' },
      args(join(bin, `moved-away-${n}`)),
    );
  for (const [at, code] of [1, 2, 126, 127, 254, 78, 70, 255].entries())
    await plant(
      `fails-${at + 1}`,
      { state: 'failing' },
      args(await program(`ends-${code}`, { lifeMs: 10, code })),
    );
  await plant('good-1-copy', { state: 'duplicate' }, args(good), 'com.me.good-1');
  return { home, folder, agents, programs };
}
