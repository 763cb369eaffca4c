/** `luka doctor`: everything that can be wrong with this installation, whether a Luka runs or not. */
import type { Command } from 'commander';
import {
  doctorExitCode,
  type DoctorCheck,
  type DoctorFinding,
  type DoctorReport,
} from '#shared/nouns/doctor.ts';
import { CHECKS } from '#runtime/doctor/checks/index.ts';
import { examine, mend } from '#runtime/doctor/doctor.ts';
import { createPatient } from '#runtime/doctor/patient.ts';
import type { Patient } from '#runtime/doctor/check.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { findRunning } from '../find-running.ts';
import { safeText } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

export interface DoctorOptions {
  full?: true;
  fix?: true;
  yes?: true;
  verbose?: true;
  only?: string[];
}

const STYLES: Readonly<Record<DoctorCheck['state'], Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
  ok: 'green',
  unknown: 'dim',
};

export function define(command: Command, context: CliContext): void {
  command
    .option('--full', 'also read every page of the ledger, its foreign keys, and the chain of the audit')
    .option('--fix', 'mend what can be mended without losing anything, each shown first')
    .option('-y, --yes', 'with --fix: without asking')
    .option('-v, --verbose', 'also show what is well')
    .option('--only <checks...>', 'only these checks')
    .addHelpText(
      'after',
      '\nWorks with and without a running Luka. Exits with 2 where something is broken, with 1 where something will be.\n' +
        `\nChecks: ${CHECKS.map(({ id }) => id).join(', ')}\n` +
        '\nExamples:\n  luka doctor\n  luka doctor --full --verbose\n  luka doctor --fix\n  luka doctor --json | jq ".findings[0]"',
    )
    .action(async (options: DoctorOptions) => context.exitWith(await runDoctor(context, options)));
}

/** @returns the exit code. @throws LukaError usage */
export async function runDoctor(
  context: Pick<CliContext, 'terminal' | 'env' | 'json' | 'home'>,
  options: DoctorOptions,
  ask: typeof confirm = confirm,
): Promise<number> {
  const { terminal } = context;
  const checks = choose(options.only);
  const patient = async (): Promise<Patient> => {
    const layout = homeLayout(context.home());
    return createPatient({
      layout,
      env: context.env,
      now: Date.now(),
      full: options.full === true,
      running: await findRunning(layout),
      nodePath: process.execPath,
    });
  };
  let report = await examine(await patient(), checks);
  const mended = options.fix
    ? await mendAll(terminal, report, patient, { ...options, ask, json: context.json() })
    : [];
  if (mended.length > 0) report = await examine(await patient(), checks);
  if (context.json()) await terminal.json(options.fix ? { ...report, mended } : report);
  else await print(terminal, report, options);
  return doctorExitCode(report.findings);
}

function choose(only: readonly string[] | undefined): typeof CHECKS {
  const unknown = only?.find((id) => !CHECKS.some((check) => check.id === id));
  if (unknown !== undefined)
    throw new LukaError('usage', {
      message: `there is no check "${unknown}"`,
      remedy: `there are ${CHECKS.map(({ id }) => id).join(', ')}`,
    });
  return only === undefined ? CHECKS : CHECKS.filter(({ id }) => only.includes(id));
}

interface MendOptions {
  readonly yes?: true;
  readonly json: boolean;
  readonly ask: typeof confirm;
}

async function mendAll(
  terminal: Terminal,
  { findings }: DoctorReport,
  patient: () => Promise<Patient>,
  { yes, ask, json }: MendOptions,
): Promise<{ check: string; subject: string; done: string }[]> {
  const done = [];
  const mendable = findings.filter((finding) => finding.mend !== undefined);
  if (mendable.length === 0 && !json) await terminal.note('nothing here can be mended without a person');
  for (const { check, subject, message, mend: way } of mendable) {
    if (yes !== true && !(await ask(safeText(`${message}: ${way}?`)))) continue;
    const one = await mend(await patient(), { check, subject });
    done.push(one);
    if (!json) await terminal.note(`${terminal.style('green', 'mended', 'err')} ${safeText(one.done)}`);
  }
  return done;
}

async function print(terminal: Terminal, report: DoctorReport, { verbose }: DoctorOptions): Promise<void> {
  for (const finding of report.findings)
    for (const line of findingLines(terminal, finding)) await terminal.print(line);
  const unseen = report.checks.filter(({ state }) => state === 'unknown');
  for (const { title, note } of unseen)
    await terminal.print(`${terminal.style('dim', 'not seen'.padEnd(9))}${title}: ${safeText(note)}`);
  const well = report.checks.filter(({ state }) => state === 'ok');
  if (verbose)
    for (const { title, note } of well)
      await terminal.print(`${terminal.style('green', 'well'.padEnd(9))}${title}: ${safeText(note)}`);
  const { running, home, findings, checks } = report;
  const fixable = findings.filter(({ mend: way }) => way !== undefined).length;
  await terminal.note(
    `${safeText(home)}: ${running ? `Luka ${running.version} runs, pid ${running.pid}` : 'no Luka runs'}`,
  );
  await terminal.note(
    `${checks.length} checks, ${well.length} well, ${findings.length} found` +
      (fixable > 0 ? `, ${fixable} of them can be mended with: luka doctor --fix` : ''),
  );
}

function findingLines(terminal: Terminal, finding: DoctorFinding): string[] {
  const { severity, message, evidence, remedy, command } = finding;
  const indent = ' '.repeat(9);
  return [
    `${terminal.style(STYLES[severity], severity.padEnd(9))}${terminal.style('bold', safeText(message))}`,
    ...evidence.map((line) => indent + terminal.style('dim', safeText(line))),
    `${indent}${terminal.style('cyan', 'mend')} ${safeText(remedy)}`,
    ...(command === undefined ? [] : [`${indent}     ${safeText(command)}`]),
  ];
}
