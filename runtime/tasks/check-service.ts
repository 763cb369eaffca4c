/** What is wrong with the `service` section of a task, and with what else stands beside it. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { HEALTH_KINDS, type HealthCheck, type ServiceSection } from '#shared/nouns/service.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { LONGEST_MS } from './check-trigger-meaning.ts';
import type { FaultList } from './faults.ts';
import type { Path } from './source-text.ts';

type Wrong = (path: Path, message: string, remedy: string, at?: 'key') => void;

/** Fields that mean nothing where Luka itself starts it, and starts it again; and why. */
const NOT_OF_SERVICES = {
  timeout: 'a service goes on until it is stopped',
  concurrency: 'there is one of each service',
  overlap: 'there is one of each service',
  catchUp: 'a service has no moments to miss',
  retry: 'a service is restarted by its own rules: "service: { restart, backoff }"',
  quarantine: 'a service waits longer from start to start: "service: { backoff }"',
  blackout: 'a service has no moments to leave out',
  idempotent: 'a service is started again anyway',
  checks: 'a service has no result; "service: { health }" tells how it does',
  group: 'a service goes on for ever: the others of the group would never have their turn',
} as const satisfies Partial<Record<keyof TaskDefinition, string>>;

/** Kinds of steps that go on for as long as they are let. */
const LASTING = ['run', 'argv', 'module', 'node'] as const;

/** Less would be turned over all the time. */
const LEAST_LOG = 1_000_000;

export interface ServiceParts {
  /** The task but for its steps and triggers; `checks` may be anything. */
  readonly task: Readonly<Record<string, unknown>> & {
    readonly service?: ServiceSection | undefined;
    readonly conditions?: TaskDefinition['conditions'];
    readonly limits?: TaskDefinition['limits'];
    readonly params?: TaskDefinition['params'];
  };
  readonly hasTriggers: boolean;
  /** Sound ones; undefined in the place of others. */
  readonly steps: readonly (Step | undefined)[];
}

export function checkService(parts: ServiceParts, code: ErrorCode, faults: FaultList): void {
  const { task, steps } = parts;
  const { service } = task;
  if (!service) return;
  const wrong: Wrong = (path, message, remedy, at) =>
    faults.add(() => ({ code, path, message, remedy, ...(at === undefined ? {} : { at }) }));
  for (const [field, why] of Object.entries(NOT_OF_SERVICES))
    if (task[field] !== undefined)
      wrong([field], `${field} means nothing here: ${why}`, 'leave it out', 'key');
  if (parts.hasTriggers)
    wrong(['triggers'], 'a service is started with Luka, not by triggers', 'leave them out', 'key');
  if (steps.length > 1)
    wrong(['steps', 1], 'a service has one step', 'start them from one script, or make a service of each');
  const [step] = steps;
  if (step && !LASTING.some((kind) => kind in step)) {
    const message = 'a step of this kind ends by itself: there is nothing to keep running';
    wrong(['steps', 0], message, 'make it a run, argv, module or node step');
  }
  if (step?.timeout !== undefined)
    wrong(['steps', 0, 'timeout'], NOT_OF_SERVICES.timeout, 'leave it out', 'key');
  if (task.limits?.time !== undefined)
    wrong(['limits', 'time'], NOT_OF_SERVICES.timeout, 'leave it out', 'key');
  for (const name of Object.keys(task.conditions ?? {}))
    if (name !== 'volume')
      wrong(
        ['conditions', name],
        'a service has no moments that could wait; only "volume" is looked at when it starts',
        'leave it out',
        'key',
      );
  for (const [name, param] of Object.entries(task.params ?? {}))
    if (param.required === true && param.default === undefined)
      wrong(['params', name], 'nobody is there to give a value when Luka starts', 'give it a default');
  checkSection(service, wrong);
}

function checkSection({ backoff, stable, health, log }: ServiceSection, wrong: Wrong): void {
  const path = (...inner: string[]): Path => ['service', ...inner];
  const length = (at: Path, ms: number | undefined, least: number): void => {
    if (ms === undefined || (ms >= least && ms <= LONGEST_MS)) return;
    const few = ms < least;
    const message = `${at.slice(1).join('.')} must be at ${few ? `least ${least} ms` : 'most ten years'}`;
    wrong(at, message, `write a ${few ? 'longer' : 'shorter'} time`);
  };
  // Shorter, and a program that cannot start would be the only thing this machine does.
  length(path('backoff', 'first'), backoff?.first, 100);
  length(path('backoff', 'most'), backoff?.most, 100);
  length(path('stable'), stable, 1_000);
  if (backoff?.most !== undefined && backoff.most < (backoff.first ?? 1_000))
    wrong(path('backoff', 'most'), 'the longest wait is shorter than the first', 'make most the longer one');
  if (log !== undefined && log < LEAST_LOG)
    wrong(path('log'), 'log must be at least 1 MB', 'write a larger size, such as 100MB');
  if (!health) return;
  length(path('health', 'every'), health.every, 100);
  length(path('health', 'timeout'), health.timeout, 50);
  length(path('health', 'after'), health.after, 0);
  checkHealth(health, wrong);
}

function checkHealth(health: HealthCheck, wrong: Wrong): void {
  const kinds = HEALTH_KINDS.filter((kind) => health[kind] !== undefined);
  const [, second] = kinds;
  if (second !== undefined) {
    const message = `a health check asks in one way, not by ${kinds.join(' and ')}`;
    wrong(['service', 'health', second], message, 'keep one of them', 'key');
  } else if (kinds.length === 0) {
    const remedy = 'add for example "http: http://127.0.0.1:3000/healthz" or "tcp: 3000"';
    wrong(['service', 'health'], `a health check asks by one of ${HEALTH_KINDS.join(', ')}`, remedy);
  }
  const { http, tcp } = health;
  if (http !== undefined && !/^https?:$/.test(URL.parse(http)?.protocol ?? ''))
    wrong(['service', 'health', 'http'], `"${http}" is no http address`, 'start it with http://');
  if (typeof tcp === 'string' && !isHostAndPort(tcp)) {
    const remedy = 'write a port such as 3000, or host:port';
    wrong(['service', 'health', 'tcp'], `"${tcp}" is neither a port nor host:port`, remedy);
  }
}

function isHostAndPort(text: string): boolean {
  const match = /^(?:(?:\[[0-9a-f:.]+\]|[a-z0-9_][a-z0-9._-]{0,252}):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[1]);
  return port >= 1 && port <= 65_535;
}
