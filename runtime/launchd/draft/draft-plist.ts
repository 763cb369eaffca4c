/** Writes a new plist from what to run and when, such that no lint rule has anything to say of it. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentDraft } from '#shared/http/agents.ts';
import { DEFAULT_PATH, folderOf, HOMEBREW_FOLDERS, usualFolders } from '../lint/command-places.ts';
import { cachedFacts, withFolders, type MachineFacts } from '../lint/facts.ts';
import { lintPlist } from '../lint/lint-plist.ts';
import { isUnexpanded, writeHomeOut } from '../lint/unexpanded.ts';
import type { PlistEntry, PlistValue } from '../plist/plist-value.ts';
import { writeXmlPlist } from '../plist/write-xml-value.ts';
import { triggerOf } from './trigger.ts';
import { dictOf, listOf, text } from './values.ts';

export interface DraftFacts extends MachineFacts {
  /** PATH of the person's shell, in which a bare program is looked up after the draft's own. */
  readonly path?: string | undefined;
}

export interface DraftedPlist {
  /** Where it belongs; whether something is there already is for whoever writes it. */
  readonly file: string;
  readonly text: string;
  /** To be made before launchd loads it: it makes log files, but not their folders. */
  readonly folders: readonly string[];
}

/**
 * `~` and `$HOME` are written out, a bare program is looked up. What lint only warns of (a secret, a guarded folder) is
 * left to be told by `lintPlist`, with `withFolders(facts, folders)` as its facts.
 * @throws LukaError agent_invalid where a job would not start: no such program or folder, a label that is none
 */
export async function draftPlist(draft: AgentDraft, machine: DraftFacts): Promise<DraftedPlist> {
  const facts: DraftFacts = { ...cachedFacts(machine), path: machine.path };
  const { home } = facts;
  const [first = '', ...rest] = draft.argv;
  const program = await programOf(first, draft, facts);
  const logs = join(home, 'Library', 'Logs', draft.label);
  const file = join(home, 'Library', 'LaunchAgents', `${draft.label}.plist`);
  const folders = [logs];
  const entries: PlistEntry[] = [
    { key: 'Label', value: text(draft.label) },
    { key: 'ProgramArguments', value: listOf([program, ...argumentsOf(program, rest, home)].map(text)) },
    { key: 'EnvironmentVariables', value: await variablesOf(draft, program, facts) },
    { key: 'WorkingDirectory', value: text(draft.cwd === undefined ? home : writeHomeOut(draft.cwd, home)) },
    ...triggerOf(draft.when, home),
    { key: 'StandardOutPath', value: text(join(logs, 'out.log')) },
    { key: 'StandardErrorPath', value: text(join(logs, 'err.log')) },
  ];
  const plist = written(entries);
  const findings = await lintPlist(Buffer.from(plist), file, withFolders(facts, folders));
  // Owner and mode are those of what may lie there already.
  const wrong = findings.find(({ severity, code }) => severity === 'error' && !code.startsWith('plist_'));
  if (wrong) throw invalid(wrong.message, wrong.remedy);
  return { file, text: plist, folders };
}

async function programOf(name: string, { env }: AgentDraft, facts: DraftFacts): Promise<string> {
  const { home } = facts;
  const path = writeHomeOut(name, home);
  if (isAbsolute(path)) return path;
  if (path === '' || path.includes('/') || isUnexpanded(path))
    throw invalid(
      `the program ${JSON.stringify(name)} is no absolute path`,
      'write the whole path, or a bare name',
    );
  const searched = [env?.['PATH'], facts.path, DEFAULT_PATH].flatMap((each) =>
    each === undefined ? [] : writeHomeOut(each, home).split(':').filter(isAbsolute),
  );
  const folder = await folderOf(path, [...searched, ...usualFolders(home)], facts);
  if (folder === undefined)
    throw invalid(
      `there is no program ${JSON.stringify(name)} on PATH`,
      'install it, or write its whole path',
    );
  return join(folder, path);
}

/** A shell expands its line itself; all others get what the person meant. */
function argumentsOf(program: string, rest: readonly string[], home: string): string[] {
  const isShell = /^(?:(?:ba|z|da|k)?sh|fish)$/.test(basename(program));
  const line = isShell ? rest.findIndex((arg) => /^-[a-z]*c$/.test(arg)) + 1 : 0;
  return rest.map((arg, at) => (line > 0 && at === line ? arg : writeHomeOut(arg, home)));
}

/** The draft's own, and a PATH that has the program's folder, Homebrew where it is, and what launchd has. */
async function variablesOf(
  { env = {} }: AgentDraft,
  program: string,
  facts: DraftFacts,
): Promise<PlistValue> {
  const own = Object.entries(env).map(([name, value]) => {
    const isWhole = /(?:^|:)~(?:\/|$)|\$HOME\b|\$\{HOME\}/.test(value);
    return [name, isWhole ? writeHomeOut(value, facts.home) : value] as const;
  });
  for (const [name] of own)
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw invalid(`${JSON.stringify(name)} is no name of a variable`, 'use letters, digits and "_"');
  const homebrew = await Promise.all(
    HOMEBREW_FOLDERS.map(async (folder) => ((await facts.look(folder)) === 'folder' ? [folder] : [])),
  );
  const given = own.find(([name]) => name === 'PATH')?.[1];
  const folders = given === undefined ? [...homebrew.flat(), ...DEFAULT_PATH.split(':')] : given.split(':');
  const programFolder = dirname(program);
  if (!folders.includes(programFolder)) folders[given === undefined ? 'unshift' : 'push'](programFolder);
  const others = own.filter(([name]) => name !== 'PATH').map(([key, value]) => ({ key, value: text(value) }));
  return dictOf([{ key: 'PATH', value: text(folders.join(':')) }, ...others]);
}

function written(entries: readonly PlistEntry[]): string {
  try {
    return writeXmlPlist(dictOf(entries));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LukaError('agent_invalid', {
      message: error.message,
      remedy: 'take control characters out of it',
      cause: error,
    });
  }
}

function invalid(message: string, remedy: string): LukaError {
  return new LukaError('agent_invalid', { message, remedy });
}
