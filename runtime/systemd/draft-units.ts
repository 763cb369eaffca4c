/** Writes new units from what to run and when: a service, and what starts it. systemd.service(5), systemd.timer(5), systemd.path(5). */
import { dirname, isAbsolute, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentDraft } from '#shared/http/agents.ts';
import { DEFAULT_PATH, folderOf, usualFolders } from '../launchd/lint/command-places.ts';
import type { MachineFacts } from '../launchd/lint/facts.ts';
import { writeHomeOut } from '../launchd/lint/unexpanded.ts';
import { unitAssignment, unitPath, unitWord } from './unit-text.ts';

export interface DraftedUnits {
  /** The one that is enabled. */
  readonly start: string;
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

export interface DraftMachine extends MachineFacts {
  /** PATH of the person's shell. */
  readonly path?: string | undefined;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** @throws LukaError agent_invalid where it would not start: no such program or folder, a name that no unit can have */
export async function draftUnits(draft: AgentDraft, facts: DraftMachine): Promise<DraftedUnits> {
  const { home } = facts;
  const { label, when } = draft;
  // "@" makes a template of it.
  if (!/^[A-Za-z0-9_.-]+$/.test(label))
    throw invalid(`"${label}" is no name of a unit`, 'use letters, digits, ".", "_" and "-"');
  const folder = join(home, '.config', 'systemd', 'user');
  const [first = '', ...rest] = draft.argv;
  const program = await programOf(first, draft, facts);
  const cwd = draft.cwd === undefined ? home : writeHomeOut(draft.cwd, home);
  if (!isAbsolute(cwd) || (await facts.look(cwd)) !== 'folder')
    throw invalid(`${cwd} is no folder`, 'name an absolute path of a folder that is there');
  const path = draft.env?.['PATH'] ?? [...new Set([dirname(program), ...DEFAULT_PATH.split(':')])].join(':');
  const env = Object.entries({ ...draft.env, PATH: path });
  for (const [name] of env)
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw invalid(`${JSON.stringify(name)} is no name of a variable`, 'use letters, digits and "_"');
  const isKept = when.kind === 'keep-alive';
  const byItself = isKept || when.kind === 'login';
  const service = section([
    '[Unit]',
    `Description=${plainLine(label)}`,
    '',
    '[Service]',
    ...(byItself ? [] : ['Type=oneshot']),
    `ExecStart=${[program, ...rest].map((word) => written(() => unitWord(word))).join(' ')}`,
    `WorkingDirectory=${written(() => unitPath(cwd))}`,
    ...env.map(
      ([name, value]) => `Environment=${written(() => unitAssignment(name, writeHomeOut(value, home)))}`,
    ),
    ...(isKept ? ['Restart=always', 'RestartSec=10'] : []),
    ...(byItself ? ['', '[Install]', 'WantedBy=default.target'] : []),
  ]);
  const files = [{ file: join(folder, `${label}.service`), text: service }];
  const starter = starterOf(when, home);
  if (starter === undefined) return { start: `${label}.service`, files };
  const text = section([
    '[Unit]',
    `Description=Starts ${plainLine(label)}`,
    '',
    ...starter.lines,
    '',
    '[Install]',
    `WantedBy=${starter.wantedBy}`,
  ]);
  return {
    start: `${label}.${starter.kind}`,
    files: [...files, { file: join(folder, `${label}.${starter.kind}`), text }],
  };
}

function starterOf(when: AgentDraft['when'], home: string) {
  switch (when.kind) {
    case 'login':
    case 'keep-alive':
      return undefined;
    case 'every':
      return {
        kind: 'timer',
        wantedBy: 'timers.target',
        lines: [
          '[Timer]',
          `OnActiveSec=${when.seconds}s`,
          `OnUnitActiveSec=${when.seconds}s`,
          'AccuracySec=1s',
        ],
      } as const;
    case 'daily': {
      const days = (when.weekdays ?? []).map((day) => DAYS[day]).join(',');
      const time = [when.hour, when.minute].map((part) => String(part).padStart(2, '0')).join(':');
      return {
        kind: 'timer',
        wantedBy: 'timers.target',
        // What falls into sleep is made up for, as launchd does.
        lines: ['[Timer]', `OnCalendar=${days === '' ? '' : `${days} `}*-*-* ${time}:00`, 'Persistent=true'],
      } as const;
    }
    case 'watch':
      return {
        kind: 'path',
        wantedBy: 'default.target',
        lines: [
          '[Path]',
          ...when.paths.map((path) => `PathModified=${written(() => unitPath(writeHomeOut(path, home)))}`),
        ],
      } as const;
  }
}

async function programOf(name: string, { env }: AgentDraft, facts: DraftMachine): Promise<string> {
  const { home } = facts;
  const path = writeHomeOut(name, home);
  if (isAbsolute(path)) {
    if ((await facts.look(path)) === 'executable') return path;
    throw invalid(`${path} is no program that can be run`, 'look at its path and its mode');
  }
  if (path === '' || path.includes('/'))
    throw invalid(
      `the program ${JSON.stringify(name)} is no absolute path`,
      'write the whole path, or a bare name',
    );
  const searched = [env?.['PATH'], facts.path, DEFAULT_PATH].flatMap((each) =>
    each === undefined ? [] : each.split(':').filter(isAbsolute),
  );
  const folder = await folderOf(path, [...searched, ...usualFolders(home)], facts);
  if (folder === undefined)
    throw invalid(
      `there is no program ${JSON.stringify(name)} on PATH`,
      'install it, or write its whole path',
    );
  return join(folder, path);
}

function written(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LukaError('agent_invalid', {
      message: error.message,
      remedy: 'take control characters out of it',
      cause: error,
    });
  }
}

function section(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** A percent sign would be a specifier. */
function plainLine(text: string): string {
  return text.replaceAll('%', '%%');
}

function invalid(message: string, remedy: string): LukaError {
  return new LukaError('agent_invalid', { message, remedy });
}
