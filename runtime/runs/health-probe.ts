/** One look at the health of a service: an address, a port, or a command inside of the service's own cage. */
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { healthKind, type HealthCheck } from '#shared/nouns/service.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { Probe } from './health-watch.ts';
import type { RunLog } from './logs/run-log.ts';
import { signal as sendSignal } from './processes/signal.ts';
import type { RunCage } from './run-cage.ts';
import type { RunProcesses } from './run-processes.ts';
import type { RunScope } from './run-scope.ts';
import { describeExit } from './step-results.ts';

export interface HealthProbeOptions {
  readonly row: { readonly attempt: number };
  readonly context: ExecutionContext;
  readonly log: RunLog;
  readonly scope: RunScope;
  readonly processes: RunProcesses;
  readonly cage: RunCage;
}

export function createHealthProbe(check: HealthCheck, options: HealthProbeOptions): Probe {
  const { http, tcp, argv, run } = check;
  switch (healthKind(check)) {
    case 'http':
      return (signal) => askAddress(http!, options, signal);
    case 'tcp':
      return (signal) => askPort(tcp!, options, signal);
    case 'argv':
      return (signal) => askCommand(argv as [string, ...string[]], options, signal);
    case 'run':
      return (signal) => askCommand([options.context.programs.shell, '-c', run!], options, signal);
  }
}

/** A redirect is an answer; where it leads says nothing of this service. */
async function askAddress(
  url: string,
  { cage }: HealthProbeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  await cage.admit();
  cage.steps.checkBuiltin();
  try {
    const answer = await fetch(url, { redirect: 'manual', signal });
    await answer.body?.cancel();
    return answer.status >= 200 && answer.status <= 399 ? undefined : `status ${answer.status}`;
  } catch (error) {
    return `no answer: ${reasonOf(error)}`;
  }
}

async function askPort(
  tcp: number | string,
  { cage }: HealthProbeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  await cage.admit();
  cage.steps.checkBuiltin();
  const { host, port } = hostAndPort(tcp);
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error) => {
      socket.destroy();
      resolve(`port ${port} takes no connection: ${reasonOf(error)}`);
    });
  });
}

/** `3000` is of this machine; `host:port`, with an IPv6 address in brackets. */
export function hostAndPort(tcp: number | string): { host: string; port: number } {
  const text = String(tcp);
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? '127.0.0.1' : text.slice(0, colon).replace(/^\[|\]$/g, '');
  return { host, port: Number(text.slice(colon + 1)) };
}

async function askCommand(
  argv: readonly [string, ...string[]],
  { row, context, log, scope, processes, cage }: HealthProbeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  await cage.admit();
  if (signal.aborted) return undefined;
  const values = scope.next();
  const outputFile = join(log.files.folder, `${row.attempt}.health.outputs`);
  const env = { ...scope.environmentOf({ run: '' }, values), LUKA_OUTPUT: outputFile };
  const caged = await cage.steps.around(argv, { cwd: values.cwd, env, outputFile });
  const nowhere = await open('/dev/null', 'w');
  try {
    // What it prints may hold secrets and is of no use: the exit code tells all.
    const child = await context.spawn({ ...caged, cwd: values.cwd, out: nowhere.fd, err: nowhere.fd });
    processes.add(child.pid);
    const end = (): void => void sendSignal(-child.pid, 'SIGKILL');
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const { code, signal: by } = await child.exit;
    signal.removeEventListener('abort', end);
    processes.settle(child.pid);
    const ending = describeExit(code, by);
    return ending.state === 'succeeded' ? undefined : `its command ${ending.message ?? ending.state}`;
  } finally {
    await nowhere.close();
  }
}

/** fetch hides the reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const deep = error.cause instanceof Error ? error.cause : error;
  return 'code' in deep && typeof deep.code === 'string' ? deep.code : deep.message;
}
