/** The units of a person as agents: what launchd's jobs are on a Mac, systemd's services and timers are on Linux. */
import { createHash } from 'node:crypto';
import { access, readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentFinding, AgentState, AgentSummary } from '#shared/nouns/agent.ts';
import { mapLimit } from '../tasks/map-limit.ts';
import { isOwnUnit, listUnits, type UnitSummary } from './list-units.ts';
import { maskUnit, maskWords } from './mask-unit.ts';
import type { Systemctl } from './systemctl.ts';
import { unitExit } from './unit-exit.ts';
import { unitFacts, type UnitFacts } from './unit-file.ts';

export interface SurveyedUnit {
  readonly unit: UnitSummary;
  readonly summary: AgentSummary;
  readonly findings: readonly AgentFinding[];
  /** The unit file without its secrets; empty where there is none that can be read. */
  readonly text: string;
  readonly keptAlive: boolean;
}

const MOST_BYTES = 262_144;
const READS_AT_ONCE = 8;

/** @returns undefined where no systemd of the person answers, else the units that the person put there, by name */
export async function surveyUnits(systemctl: Systemctl): Promise<readonly SurveyedUnit[] | undefined> {
  let units: UnitSummary[];
  try {
    units = await listUnits(systemctl);
  } catch (error) {
    if (error instanceof LukaError && error.code === 'launchd_absent') return undefined;
    throw error;
  }
  return mapLimit(units.filter(isOwnUnit), READS_AT_ONCE, surveyUnit);
}

async function surveyUnit(unit: UnitSummary): Promise<SurveyedUnit> {
  const text = await textOf(unit);
  const facts = unitFacts(text, unit.kind);
  const [program] = facts.command;
  const gone =
    program !== undefined && isAbsolute(program) && !(await isThere(program)) ? program : undefined;
  const exit = unit.exit === undefined ? undefined : unitExit(unit.exit);
  const { state, reason } = judgeUnit(unit, gone, exit?.meaning);
  const findings = gone === undefined ? [] : [programGone(gone)];
  return {
    unit,
    findings,
    text: maskUnit(text),
    keptAlive: facts.keptAlive,
    summary: {
      id: unit.name,
      label: unit.name,
      scope: 'unit',
      file: unit.file ?? unit.name,
      state,
      reason,
      command: unit.kind === 'service' ? maskWords(facts.command, text) : [],
      schedule: scheduleOf(unit, facts),
      ...(unit.pid === undefined ? {} : { pid: unit.pid }),
      ...(exit === undefined ? {} : { lastExit: exit }),
      errors: findings.length,
      warnings: 0,
      // A ghost has nothing to enable.
      editable: unit.state !== 'ghost',
    },
  };
}

/** @param gone the program that is not there @param ended how it ended last, in words */
export function judgeUnit(
  unit: UnitSummary,
  gone: string | undefined,
  ended: string | undefined,
): { state: AgentState; reason: string } {
  const failedWith = ended === undefined ? 'systemd says that it failed' : `it failed: ${ended}`;
  switch (unit.state) {
    case 'running':
      return {
        state: 'running',
        reason: unit.pid === undefined ? 'it is active' : `runs as process ${unit.pid}`,
      };
    case 'ghost':
      return { state: 'ghost', reason: 'its unit file is gone, and something still names it' };
    case 'unknown':
      return { state: 'unknown', reason: 'cannot tell: systemd says something that is not known' };
    case 'failing':
      if (gone !== undefined) return { state: 'ghost', reason: `${gone} is not there` };
      return { state: 'failing', reason: failedWith };
    case 'waiting':
      return {
        state: 'idle',
        reason: unit.starts === undefined ? 'it waits' : `it waits, and starts ${unit.starts}`,
      };
    case 'idle':
      if (gone !== undefined) return { state: 'ghost', reason: `${gone} is not there` };
      if (!unit.enabled)
        return { state: 'disabled', reason: 'it is not enabled: it starts only when somebody starts it' };
      return { state: 'idle', reason: 'it is not active now' };
  }
}

function scheduleOf(unit: UnitSummary, { schedule }: UnitFacts): string[] {
  return [...schedule, ...(unit.nextAt === undefined ? [] : [`next at ${unit.nextAt}`])];
}

function programGone(program: string): AgentFinding {
  return {
    code: 'unit_program_missing',
    severity: 'error',
    message: 'its program is not there',
    remedy: 'put it back, or point ExecStart at where it is now',
    path: 'ExecStart',
    evidence: program,
    explanation: 'systemd starts it and fails with code 203, each time.',
    source: 'systemd.exec(5), "Process Exit Codes"',
  };
}

/** SHA-256 of what a unit's file says. */
export function unitHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function textOf({ file }: UnitSummary): Promise<string> {
  if (file === undefined) return '';
  try {
    const facts = await stat(file);
    return facts.isFile() && facts.size <= MOST_BYTES ? await readFile(file, 'utf8') : '';
  } catch {
    // systemd may know a unit whose file went away meanwhile, or is not ours to read.
    return '';
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
