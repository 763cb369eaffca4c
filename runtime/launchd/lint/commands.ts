/** The commands that a job runs, as far as its plist and the first line of its script tell. */
import { basename } from 'node:path';
import { forEachChild, type SyntaxNode, type Word } from 'unbash';
import { Budget, Exceeded } from '../../safety/assess/bounds.ts';
import { parseShell } from '../../safety/assess/shell/parse-shell.ts';
import type { PlistDict, PlistPath } from '../plist/plist-value.ts';
import { argumentsOf, programOf, shellLineAt } from './job-words.ts';

export interface JobCommand {
  /** As it is written: a bare name, or a path. */
  readonly name: string;
  readonly args: readonly string[];
  readonly path: PlistPath;
}

export interface ShellLine {
  readonly path: PlistPath;
  /** Commands whose name is written out. */
  readonly commands: readonly JobCommand[];
  /** Whether the last of it is left to run by itself (`… &`). */
  readonly leavesLast: boolean;
  /** Whether names may mean something else in it: it sets PATH, reads another file, or defines functions. */
  readonly redefines: boolean;
}

const REDEFINING = new Set(['.', 'source', 'eval', 'alias', 'type', 'which', 'command', 'hash', 'exit']);
const RUNNERS = new Set(['exec', 'nohup', 'time', 'nice', 'caffeinate', 'sudo', 'builtin']);

/** What the job starts itself. */
export function jobCommand(job: PlistDict): JobCommand | undefined {
  const program = programOf(job);
  return program && { name: program.text, args: argumentsOf(job).slice(1), path: program.path };
}

/** Several rules ask, and to parse it is the dearest part of them. */
const known = new WeakMap<PlistDict, { readonly line: ShellLine | undefined }>();

/** The line that the job has a shell read; nothing where there is none, or it cannot be understood. */
export function shellLineOf(job: PlistDict): ShellLine | undefined {
  const before = known.get(job) ?? { line: readShellLine(job) };
  known.set(job, before);
  return before.line;
}

function readShellLine(job: PlistDict): ShellLine | undefined {
  const at = shellLineAt(job);
  const text = at === undefined ? undefined : argumentsOf(job)[at];
  if (at === undefined || text === undefined || basename(programOf(job)?.text ?? '') === 'fish')
    return undefined;
  const path = ['ProgramArguments', at];
  try {
    const script = parseShell(text, new Budget());
    if (script.errors?.length) return undefined;
    const commands: JobCommand[] = [];
    let redefines = false;
    const open: SyntaxNode[] = [script];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'Function' || (node.type === 'Assignment' && node.name === 'PATH')) redefines = true;
      if (node.type === 'Command' && node.name && isPlain(node.name)) {
        const words = [node.name, ...node.suffix.filter((part) => part.type === 'Word')];
        if (REDEFINING.has(node.name.value)) redefines = true;
        commands.push(...commandsIn(words, path));
      }
      forEachChild(node, (child) => open.push(child));
    }
    return { path, commands, redefines, leavesLast: script.commands.at(-1)?.background === true };
  } catch (error) {
    if (error instanceof Exceeded) return undefined;
    throw error;
  }
}

/** A command, and the one that it runs, where it is one that runs another. */
function commandsIn(words: readonly Word[], path: PlistPath): JobCommand[] {
  const [first, ...rest] = words;
  if (first === undefined || !isPlain(first)) return [];
  const command = { name: first.value, args: rest.map(({ value }) => value), path };
  return RUNNERS.has(first.value) ? [command, ...commandsIn(rest, path)] : [command];
}

/** Written out, with nothing that a shell would put in its place. */
function isPlain({ text }: Word): boolean {
  return /^[\w.+/@-]+$/.test(text) && !text.startsWith('-');
}
