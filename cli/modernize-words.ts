/** What `luka modernize` tells of each file. */
import { relative } from 'node:path';
import type { Finding } from '#shared/nouns/finding.ts';
import type { ModernizedFile, ModernizeReport } from '#shared/nouns/modernize.ts';
import { safeText } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const VERDICTS = {
  converted: ['green', 'converted'],
  notes: ['yellow', 'converted, with notes'],
  refused: ['red', 'not converted'],
} as const satisfies Record<ModernizedFile['verdict'], readonly [Style, string]>;

export interface TellOptions {
  /** What paths are told from. */
  readonly cwd: string;
  readonly diff: boolean;
  /** Small things, too: what is still loaded by require and why. */
  readonly verbose: boolean;
}

export async function tellFile(terminal: Terminal, one: ModernizedFile, options: TellOptions): Promise<void> {
  const { cwd, diff, verbose } = options;
  const [style, word] = VERDICTS[one.verdict];
  const name = shown(one.file, cwd);
  const becomes = one.verdict === 'refused' ? '' : ` -> ${shown(one.output, cwd)}`;
  await terminal.print(`${terminal.style(style, word)} ${terminal.style('bold', name)}${becomes}`);
  for (const finding of sorted(one.findings))
    if (verbose || finding.severity !== 'info') await terminal.print(findingLine(terminal, finding));
  if (one.becameStrict && one.code !== undefined && verbose)
    await terminal.print('  it was not strict code, and is now');
  if (diff && one.diff !== undefined && one.verdict !== 'refused') await tellDiff(terminal, one.diff);
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

function sorted(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || (a.line ?? 0) - (b.line ?? 0));
}

function findingLine(terminal: Terminal, { severity, line, column, message, remedy, code }: Finding): string {
  const word = {
    error: terminal.style('red', 'why'),
    warning: terminal.style('yellow', 'look'),
    info: 'note',
  }[severity];
  return `  ${word} ${line ?? 1}:${column ?? 1} ${safeText(message)} - ${safeText(remedy)} ${terminal.style('dim', code)}`;
}

async function tellDiff(terminal: Terminal, diff: string): Promise<void> {
  for (const line of diff.trimEnd().split('\n')) {
    const text = safeLine(line);
    const style = line.startsWith('+')
      ? 'green'
      : line.startsWith('-')
        ? 'red'
        : line.startsWith('@@')
          ? 'cyan'
          : undefined;
    await terminal.print(style === undefined ? text : terminal.style(style, text));
  }
}

/** Code keeps its tabs and spaces; what a terminal would obey is left out. */
function safeLine(line: string): string {
  // oxlint-disable-next-line no-control-regex
  return line.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return safeText(short === '' || short.startsWith('..') ? path : short);
}

/** `3 converted, 1 with notes, 1 not converted`. */
export function summaryLine({ files, dryRun, confinedBy }: ModernizeReport): string {
  const count = (verdict: ModernizedFile['verdict']): number =>
    files.filter((one) => one.verdict === verdict).length;
  const written = files.filter((one) => one.written).length;
  const counts = [
    [count('converted'), 'converted'],
    [count('notes'), 'converted with notes'],
    [count('refused'), 'not converted'],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return `${told.join(', ')}; ${dryRun ? 'nothing was written' : `${written} written`}; ${LOADED[confinedBy]}`;
}

const LOADED = {
  bubblewrap: 'each was loaded beside its original, confined by bubblewrap without network',
  seatbelt: "each was loaded beside its original, confined by macOS's sandbox without network",
  node: 'each was loaded beside its original, by Node without the right to write or start programs (this machine has no sandbox)',
  nothing: 'none was loaded to compare',
} as const;
