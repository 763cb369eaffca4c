/** Whether a plist may be put in place: no error in it that was not there before. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { AgentLabel, type AgentFinding } from '#shared/nouns/agent.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { lintPlist } from '../lint/lint-plist.ts';
import type { MachineFacts } from '../lint/facts.ts';
import { bytesOf, type FileImage } from './change-plan.ts';
import { jobFactsOf, logFoldersOf } from './job-facts.ts';

export interface Judgement {
  readonly findings: readonly AgentFinding[];
  readonly note: string;
}

/**
 * @param before what is there now; its errors are forgiven
 * @throws LukaError agent_invalid
 */
export async function judgeChange(
  bytes: Uint8Array,
  file: string,
  before: FileImage | null,
  facts: MachineFacts,
): Promise<Judgement> {
  const job = jobFactsOf(bytes);
  const findings = await lintPlist(bytes, file, withFolders(facts, job ? logFoldersOf(job, facts.home) : []));
  const errors = findings.filter(isError);
  const old = before === null ? [] : (await lintPlist(bytesOf(before)!, file, facts)).filter(isError);
  const known = new Set(old.map(keyOf));
  const fresh = errors.filter((finding) => !known.has(keyOf(finding)));
  if (fresh.length > 0)
    throw new LukaError('agent_invalid', {
      message: fresh.length === 1 ? fresh[0]!.message : `the plist has ${fresh.length} errors`,
      findings: fresh.map(toFinding),
    });
  if (!job) throw new LukaError('agent_invalid', { message: 'it is no job that launchd could load' });
  const label = AgentLabel.safeParse(job.label);
  if (!label.success && jobFactsOf(bytesOf(before))?.label !== job.label)
    throw new LukaError('agent_invalid', { message: label.error.issues[0]?.message ?? 'the label is none' });
  const warnings = findings.length - errors.length;
  const parts = [
    ...(errors.length > 0
      ? [`${count(errors.length, 'error')} that ${errors.length === 1 ? 'was' : 'were'} there before`]
      : []),
    ...(warnings > 0 ? [`${count(warnings, 'finding')} that ${warnings === 1 ? 'is' : 'are'} no error`] : []),
  ];
  return { findings, note: parts.length === 0 ? 'nothing found' : parts.join('; ') };
}

/** Whether errors kept launchd from loading or starting it. */
export async function hasErrors(
  image: FileImage | null,
  file: string,
  facts: MachineFacts,
): Promise<boolean> {
  return image !== null && (await lintPlist(bytesOf(image)!, file, facts)).some(isError);
}

/** As the machine will be once these folders are made. */
function withFolders(facts: MachineFacts, folders: readonly string[]): MachineFacts {
  return {
    ...facts,
    async look(path) {
      const fact = await facts.look(path);
      return fact === 'missing' && folders.includes(path) ? 'folder' : fact;
    },
  };
}

function isError({ severity }: AgentFinding): boolean {
  return severity === 'error';
}

function keyOf({ code, path, message }: AgentFinding): string {
  return `${code}\n${path ?? ''}\n${message}`;
}

function toFinding({ code, severity, message, remedy, file, line, column }: AgentFinding): Finding {
  return {
    code,
    severity,
    message,
    remedy,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
