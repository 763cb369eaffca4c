/** Where a job's bare commands are looked for, and where they are. */
import { basename, isAbsolute, join } from 'node:path';
import { valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';
import { jobCommand, shellLineOf } from './commands.ts';
import type { MachineFacts } from './facts.ts';
import { argumentsOf, has, programOf, shellLineAt, textAt } from './job-words.ts';
import { isUnexpanded } from './unexpanded.ts';

/** What launchd gives a job that has no PATH of its own: `launchctl print` shows it as "default environment". */
export const DEFAULT_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';
export const HOMEBREW_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin'];
const OTHER_FOLDERS = ['/opt/homebrew/sbin', '/usr/local/sbin', '/opt/local/bin'];
const HOME_FOLDERS = ['.local/bin', 'bin', '.cargo/bin', 'go/bin', '.bun/bin', '.deno/bin'];

const BUILTINS = new Set(
  `: . [ [[ alias bg bind break builtin caller cd command compgen continue declare dirs disown echo enable eval exec exit
  export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray
  readonly return set shift shopt source suspend test time times trap true type typeset ulimit umask unalias unset wait
  print setopt unsetopt autoload emulate rehash whence where zmodload`.split(/\s+/),
);

export interface LostCommand {
  readonly name: string;
  /** Where it is used. */
  readonly path: PlistPath;
  /** A folder that has it, where one is known. */
  readonly folder?: string | undefined;
}

/** Bare commands that no folder of the job's PATH has, and where they are instead. */
export async function lostCommands(job: PlistDict, facts: MachineFacts): Promise<LostCommand[]> {
  const folders = pathFoldersOf(job);
  if (folders === undefined) return [];
  const used = new Map((await bareCommands(job, facts)).map((each) => [each.name, each]));
  const lost = await Promise.all(
    [...used.values()].map(async ({ name, path }): Promise<LostCommand[]> => {
      if ((await folderOf(name, folders, facts)) !== undefined) return [];
      return [{ name, path, folder: await folderOf(name, usualFolders(facts.home), facts) }];
    }),
  );
  return lost.flat();
}

/** The first of the folders that has a command; one that cannot be looked into may have it. */
export async function folderOf(
  name: string,
  folders: readonly string[],
  facts: MachineFacts,
): Promise<string | undefined> {
  const found = await Promise.all(folders.map((folder) => facts.look(join(folder, name))));
  return folders.find((_, at) => found[at] === 'executable' || found[at] === 'unknown');
}

/** Where programs of a Mac are, besides what launchd looks in. */
export function usualFolders(home: string): string[] {
  return [...HOMEBREW_FOLDERS, ...OTHER_FOLDERS, ...HOME_FOLDERS.map((folder) => join(home, folder))];
}

/** Undefined where the PATH cannot be told: it is no text, or has parts that nobody expands. */
export function pathFoldersOf(job: PlistDict): string[] | undefined {
  const set = textAt(job, 'EnvironmentVariables', 'PATH');
  if (set === undefined && valueAt(job, ['EnvironmentVariables', 'PATH']) !== undefined) return undefined;
  const folders = (set ?? DEFAULT_PATH).split(':');
  return folders.some(isUnexpanded) ? undefined : folders.filter(isAbsolute);
}

async function bareCommands(
  job: PlistDict,
  facts: MachineFacts,
): Promise<{ name: string; path: PlistPath }[]> {
  const found = [...(await inShellLine(job, facts)), ...afterEnv(job), ...(await ofScript(job, facts))];
  return found.filter(({ name }) => /^[A-Za-z\d_][\w.+-]*$/.test(name));
}

async function inShellLine(
  job: PlistDict,
  facts: MachineFacts,
): Promise<readonly { name: string; path: PlistPath }[]> {
  const line = shellLineOf(job);
  if (line === undefined || line.redefines || readsProfile(job)) return [];
  // zsh reads it always, and it may set PATH.
  const shell = basename(programOf(job)?.text ?? '');
  if (shell === 'zsh' && (await facts.look(join(facts.home, '.zshenv'))) !== 'missing') return [];
  return line.commands.filter(({ name }) => !BUILTINS.has(name));
}

/** A login or interactive shell reads files that may set PATH. */
function readsProfile(job: PlistDict): boolean {
  const options = argumentsOf(job).slice(1, shellLineAt(job) ?? 1);
  return options.some((option) => /^-[a-z]*[li]|^--(?:login|rcfile|init-file)/.test(option));
}

/** `/usr/bin/env NAME=value command …` */
function afterEnv(job: PlistDict): { name: string; path: PlistPath }[] {
  const command = jobCommand(job);
  if (command === undefined || basename(command.name) !== 'env') return [];
  const at = command.args.findIndex((arg) => !/^[A-Za-z_]\w*=/.test(arg));
  const name = command.args[at];
  if (name === undefined || command.args.slice(0, at).some((arg) => arg.startsWith('PATH='))) return [];
  return [{ name, path: ['ProgramArguments', at + 1] }];
}

/** `#!/usr/bin/env node`: looked for on the PATH of the job. */
async function ofScript(job: PlistDict, facts: MachineFacts): Promise<{ name: string; path: PlistPath }[]> {
  const program = programOf(job);
  if (program === undefined || (await facts.look(program.text)) !== 'executable') return [];
  const name = /^#![ \t]*\/usr\/bin\/env[ \t]+(?:-S[ \t]+)?([\w.+-]+)/.exec(
    await facts.head(program.text),
  )?.[1];
  return name === undefined ? [] : [{ name, path: program.path }];
}

/** Whether the job sets a PATH of its own. */
export function hasPath(job: PlistDict): boolean {
  const values = valueAt(job, ['EnvironmentVariables']);
  return values?.kind === 'dict' && has(values, 'PATH');
}
