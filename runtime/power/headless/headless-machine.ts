/** The machine as this room uses it: what is read as the person, and what root does. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { runProgram } from '../../conditions/run-program.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type { Launchctl } from '../../launchd/launchctl/launchctl.ts';
import { readPrintDisabled } from '../../launchd/launchctl/read-print-disabled.ts';
import { readPrint } from '../../launchd/launchctl/read-print.ts';
import { readPlistBytes } from '../../launchd/plist/read-plist-file.ts';
import { readPlist } from '../../launchd/plist/read-plist.ts';
import type { RootShell } from '../../root/root-shell.ts';
import { labelOf } from './daemon-plists.ts';
import { readPmset, type PowerValues } from './read-pmset.ts';

export interface HeadlessPlaces {
  readonly pmset: string;
  readonly caffeinate: string;
  readonly launchctl: string;
  /** `~/Library/LaunchAgents` and `/Library/LaunchDaemons`. */
  readonly agents: string;
  readonly daemons: string;
}

export interface HeadlessMachineOptions {
  readonly places: HeadlessPlaces;
  readonly person: { readonly name: string; readonly home: string };
  /** As the person. */
  readonly launchctl: Launchctl;
  readonly root: RootShell;
}

export class HeadlessMachine {
  readonly options: HeadlessMachineOptions;

  constructor(options: HeadlessMachineOptions) {
    this.options = options;
  }

  /** @throws LukaError root_failed where pmset says nothing of AC power */
  async power(): Promise<PowerValues> {
    const { pmset } = this.options.places;
    const text = await runProgram(pmset, ['-g', 'custom']).catch((cause: unknown) => {
      throw new LukaError('launchd_absent', { message: `${pmset} cannot be run on this machine`, cause });
    });
    const { ac } = readPmset(text);
    if (ac) return ac;
    throw new LukaError('root_failed', { message: `${pmset} -g custom names no AC power` });
  }

  /** The text of a person's agent, as XML. @throws LukaError agent_unknown, agent_invalid */
  async agent(label: string): Promise<{ file: string; text: string }> {
    const { agents } = this.options.places;
    const names = await readdir(agents).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    });
    // Mostly it has the name of its label.
    const sorted = names
      .filter((name) => name.endsWith('.plist'))
      .toSorted((a, b) => Number(b === `${label}.plist`) - Number(a === `${label}.plist`));
    for (const name of sorted) {
      const file = join(agents, name);
      const { root, text, faults } = readPlist(await readPlistBytes(file));
      if (root?.kind !== 'dict' || labelOf(text) !== label) continue;
      const [fault] = faults;
      if (fault) throw new LukaError('agent_invalid', { message: `${file}:${fault.line}: ${fault.message}` });
      return { file, text };
    }
    throw new LukaError('agent_unknown', { message: `there is no agent ${label} in ${agents}` });
  }

  async file(path: string): Promise<string | undefined> {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Undefined where launchd does not know it. */
  async service(
    target: string,
  ): Promise<{ pid?: number | undefined; state?: string | undefined } | undefined> {
    const { code, out } = await this.options.launchctl.run(['print', target]);
    return code === 0 ? (readPrint(out) ?? {}) : undefined;
  }

  async isDisabled(label: string): Promise<boolean> {
    const { launchctl } = this.options;
    const { code, out } = await launchctl.run(['print-disabled', `gui/${launchctl.uid}`]);
    return code === 0 && readPrintDisabled(out).get(label) === true;
  }
}
