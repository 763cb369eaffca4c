/** One plist of a folder, as it was read: what it says, what is wrong with it, and what its paths lead to. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { AgentFinding, AgentScope } from '#shared/nouns/agent.ts';
import { argumentsOf, programOf, textAt } from '../lint/job-words.ts';
import { lintPlist } from '../lint/lint-plist.ts';
import type { MachineFacts } from '../lint/facts.ts';
import { entryOf, type PlistDict } from '../plist/plist-value.ts';
import { readPlist, type ReadPlist } from '../plist/read-plist.ts';
import { maskCommand } from './mask-secrets.ts';
import { isKeptAlive, scheduleWords } from './job-schedule.ts';

export interface AgentFile {
  /** Names it in the API. */
  readonly id: string;
  readonly file: string;
  readonly scope: AgentScope;
  /** Its label; the file's name where it has none. */
  readonly label: string;
  readonly hash: string;
  readonly format: ReadPlist['format'];
  readonly text: string;
  readonly findings: readonly AgentFinding[];
  readonly command: readonly string[];
  readonly schedule: readonly string[];
  readonly keptAlive: boolean;
  readonly disabledByPlist: boolean;
  /** That its program, or the script that an interpreter is to run, is not there. */
  readonly gone?: string | undefined;
  /** Why it is no job. */
  readonly broken?: string | undefined;
  readonly sample: boolean;
  /** It is a symbolic link: Luka does not write through it. */
  readonly linked: boolean;
  readonly out?: string | undefined;
  readonly err?: string | undefined;
}

/** Of the path alone, so that it stays the same whatever is written into the file. */
export function agentIdOf(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16);
}

interface Origin {
  readonly file: string;
  readonly scope: AgentScope;
  readonly linked: boolean;
}

export async function readAgentFile(
  origin: Origin,
  bytes: Uint8Array,
  facts: MachineFacts,
): Promise<AgentFile> {
  const { root, text, format, faults } = readPlist(bytes);
  const job: PlistDict = root?.kind === 'dict' ? root : { kind: 'dict', entries: [] };
  const disabled = entryOf(job, 'Disabled')?.value;
  const [out, err] = [textAt(job, 'StandardOutPath'), textAt(job, 'StandardErrorPath')];
  const findings = withFolderFixes(await lintPlist(bytes, origin.file, facts), job, facts);
  return {
    ...common(origin),
    label: textAt(job, 'Label') || nameOf(origin.file),
    hash: createHash('sha256').update(bytes).digest('hex'),
    format,
    text,
    findings,
    command: maskCommand(commandOf(job), job),
    schedule: root === undefined ? [] : scheduleWords(job),
    keptAlive: isKeptAlive(job),
    disabledByPlist: disabled?.kind === 'boolean' && disabled.value,
    ...goneBy(findings),
    ...brokenBy(root === undefined ? faults[0]?.message : undefined, job),
    ...(out?.startsWith('/') ? { out } : {}),
    ...(err?.startsWith('/') ? { err } : {}),
  };
}

/** Folders of logs are made by whoever mends the plist: no edit of its text would help. */
function withFolderFixes(
  findings: readonly AgentFinding[],
  job: PlistDict,
  { home }: MachineFacts,
): AgentFinding[] {
  const logs = [textAt(job, 'StandardOutPath'), textAt(job, 'StandardErrorPath')];
  const ours = logs.some((log) => log?.startsWith(`${home}/`));
  return findings.map((finding) =>
    finding.code === 'log_folder_missing' && finding.fix === undefined && ours
      ? Object.assign(finding, { fix: 'makes the folder' })
      : finding,
  );
}

/** What stands for a plist that could not be read at all. */
export function unreadAgentFile(origin: Origin, error: unknown): AgentFile {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ...common(origin),
    label: nameOf(origin.file),
    hash: '',
    format: 'unreadable',
    text: '',
    findings: [
      {
        code: 'plist_unread',
        severity: 'error',
        message: `it cannot be read (${reason})`,
        remedy: 'look at its owner and mode; a link may lead nowhere',
        explanation: 'What cannot be read is not loaded either, unless by root.',
        source: 'open(2)',
        file: origin.file,
      },
    ],
    command: [],
    schedule: [],
    keptAlive: false,
    disabledByPlist: false,
    broken: `it cannot be read (${reason})`,
  };
}

function common({ file, scope, linked }: Origin) {
  return { id: agentIdOf(file), file, scope, linked, sample: file.endsWith('.sample') };
}

function nameOf(file: string): string {
  return basename(file).replace(/\.plist(?:\.sample)?$/, '');
}

/** Program and arguments: `Program` stands for the first of them where both are there. */
function commandOf(job: PlistDict): string[] {
  const args = argumentsOf(job);
  const program = textAt(job, 'Program');
  return program === undefined ? args : [program, ...args.slice(1)];
}

function goneBy(findings: readonly AgentFinding[]): { gone?: string } {
  const gone = findings.find(({ code }) => code === 'program_missing' || code === 'script_missing');
  return gone === undefined ? {} : { gone: gone.message };
}

function brokenBy(fault: string | undefined, job: PlistDict): { broken?: string } {
  if (fault !== undefined) return { broken: `its plist cannot be read: ${fault}` };
  if (textAt(job, 'Label') === undefined) return { broken: 'it has no label' };
  if (programOf(job) === undefined && textAt(job, 'BundleProgram') === undefined)
    return { broken: 'it names no program' };
  return {};
}
