/** Whether a change came to what it was made for: files, launchd, the process, its logs, its port. */
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Clock } from '../../clock.ts';
import { agentExitOf } from '../launchctl/exit-codes.ts';
import type { PrintedService } from '../launchctl/read-print.ts';
import { bytesOf, imageAt, StepFailed, type ChangePlan, type PlannedJob } from './change-plan.ts';
import { differencesTo } from './differences.ts';
import { jobFactsOf, type JobFacts } from './job-facts.ts';
import type { ChangeLimits, Mover } from './mover.ts';

export type ProbePort = (port: number) => Promise<boolean>;

export interface VerifyOptions {
  readonly mover: Mover;
  readonly clock: Clock;
  readonly limits: ChangeLimits;
  readonly probePort: ProbePort;
}

/** @returns what was seen. @throws StepFailed, and what launchctl throws */
export async function verifyChange(plan: ChangePlan, options: VerifyOptions): Promise<string> {
  const differences = await differencesTo(plan, 'after', options.mover);
  if (differences.length > 0) throw new StepFailed(differences.join('; '));
  const seen: string[] = [];
  const ports = new Set(plan.port === undefined ? [] : [plan.port]);
  for (const job of plan.jobs) {
    const facts = jobFactsOf(bytesOf(imageAt(plan, job.path, 'after')));
    if (!job.after.loaded || !facts) {
      seen.push(`${job.label} is not loaded`);
      continue;
    }
    seen.push(await verifyJob(job, facts, options));
    for (const port of facts.ports) ports.add(port);
  }
  for (const port of ports) {
    await verifyPort(port, options);
    seen.push(`port ${port} answers`);
  }
  return seen.join('; ');
}

async function verifyJob(job: PlannedJob, facts: JobFacts, options: VerifyOptions): Promise<string> {
  if (!facts.startsAtLoad) return `${job.label} is loaded and waits for its trigger`;
  const { mover, clock, limits } = options;
  const end = clock.monotonic() + limits.startMs;
  for (;;) {
    const print = await mover.view.service(job.domain, job.label);
    if (!print) throw new StepFailed(`launchd lost ${job.label}`);
    if (print.pid !== undefined) {
      const stayed = await staysUp(job, print.pid, options);
      if (stayed) {
        await verifyLogs(facts);
        return `${job.label} runs as process ${print.pid}`;
      }
    }
    const ended = print.pid === undefined ? endOf(print, job, facts) : undefined;
    if (ended !== undefined) return ended;
    if (clock.monotonic() >= end) {
      const held = print.pended.length > 0 ? ` (held back: ${print.pended.join(', ')})` : '';
      throw new StepFailed(
        `launchd loaded ${job.label} and did not start it within ${limits.startMs / 1_000} s${held}`,
      );
    }
    await mover.pause(limits.lookMs);
  }
}

async function staysUp(job: PlannedJob, pid: number, { mover, limits }: VerifyOptions): Promise<boolean> {
  await mover.pause(limits.stayMs);
  return (await mover.view.service(job.domain, job.label))?.pid === pid;
}

/** @returns undefined where it has not ended. @throws StepFailed where it ended as it should not */
function endOf(print: PrintedService, job: PlannedJob, facts: JobFacts): string | undefined {
  const exit = agentExitOf(print);
  if (!exit) {
    if (print.lastExitReason !== undefined)
      throw new StepFailed(`launchd could not start ${job.label} (${print.lastExitReason})`);
    return undefined;
  }
  const how = exit.signal ?? `${exit.code}`;
  if (exit.code === 0 && !facts.alwaysKept) return `${job.label} ran and succeeded`;
  const { failure } = job.before;
  const asBefore =
    failure !== undefined && failure.code === print.lastExitCode && failure.signal === print.lastSignal;
  if (asBefore) return `${job.label} ends with ${how}, as it did before (${exit.meaning})`;
  if (exit.code === 0)
    throw new StepFailed(`${job.label} is to be kept alive, and ended by itself right after its start`);
  throw new StepFailed(`${job.label} ended with ${how}: ${exit.meaning}`);
}

/** launchd makes a job's logs when it starts it: where one is missing, it goes elsewhere. */
async function verifyLogs({ logs }: JobFacts): Promise<void> {
  for (const file of logs) {
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new StepFailed(`its log ${file} was not made`);
  }
}

async function verifyPort(port: number, { mover, clock, limits, probePort }: VerifyOptions): Promise<void> {
  const end = clock.monotonic() + limits.startMs;
  while (!(await probePort(port))) {
    if (clock.monotonic() >= end) throw new StepFailed(`nothing answers at port ${port}`);
    await mover.pause(limits.lookMs);
  }
}

const PORT_PATIENCE_MS = 1_000;

/** Whether something accepts connections at a port of this machine. */
export function probeTcpPort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PORT_PATIENCE_MS });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
