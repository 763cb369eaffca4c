/** A service is a task that is kept running: started with Luka, restarted when it ends, healthy when a check says so. */
import { z } from 'zod';
import { Size } from './confinement.ts';
import { Duration } from './duration.ts';

export const RESTART_POLICIES = ['always', 'on-failure', 'never'] as const;
export const RestartPolicy = z.enum(RESTART_POLICIES);
export type RestartPolicy = z.infer<typeof RestartPolicy>;

export const HEALTH_KINDS = ['http', 'tcp', 'argv', 'run'] as const;
export type HealthKind = (typeof HEALTH_KINDS)[number];

/** How to find out whether a service does its work. Exactly one of `http`, `tcp`, `argv` and `run`. */
export const HealthCheck = z.strictObject({
  /** An address that answers with 200 to 399. */
  http: z.string().min(1).max(2_000).optional(),
  /** A port of this machine, or `host:port`, that takes a connection. */
  tcp: z.union([z.int().min(1).max(65_535), z.string().min(1).max(255)]).optional(),
  /** A program, or a shell line, that ends with 0. Confined like the service. */
  argv: z.array(z.string()).min(1).optional(),
  run: z.string().min(1).optional(),
  /** From one look to the next; 10 s. */
  every: Duration.optional(),
  /** How long an answer may take; 2 s. */
  timeout: Duration.optional(),
  /** How long it may take to come up: failures before that do not count; 5 s. */
  after: Duration.optional(),
  /** So many failures in a row make it unhealthy; 3. */
  failures: z.int().min(1).max(100).optional(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** How much of the log of a service is kept where its file does not say. */
export const SERVICE_LOG_BYTES = 100_000_000;

/** The `service` section of a task file. */
export const ServiceSection = z.strictObject({
  /** Which ends are followed by another start; `always` where left out. */
  restart: RestartPolicy.optional(),
  /** The wait before another start: `first` (1 s), doubled with each early end, at most `most` (5 min). */
  backoff: z.strictObject({ first: Duration.optional(), most: Duration.optional() }).optional(),
  /** Who lived that long did not end early: the wait is `first` again; 60 s. */
  stable: Duration.optional(),
  health: HealthCheck.optional(),
  /** How much of its log is kept while it goes on, about: the newest, and half of it at least; 100 MB. */
  log: Size.optional(),
});
export type ServiceSection = z.infer<typeof ServiceSection>;

export function healthKind(check: HealthCheck): HealthKind {
  for (const kind of HEALTH_KINDS) if (check[kind] !== undefined) return kind;
  throw new TypeError('a health check without a kind passed validation');
}

/**
 * `starting`: its run begins, or no check has passed yet. `healthy`: it runs, and its check passes where it has one.
 * `unhealthy`: it is being ended because its check fails. `backing_off`: waits to be started again. `waiting`: something
 * keeps it from starting (an approval, a freeze, a pause, the queue). `stopping`: it is being ended. `stopped`: by hand, or it
 * ended well and is not to be restarted. `failed`: it ended badly, or may not run, and is not tried again by itself.
 * `disabled`: its task is switched off.
 */
export const SERVICE_STATES = [
  'starting',
  'healthy',
  'unhealthy',
  'backing_off',
  'waiting',
  'stopping',
  'stopped',
  'failed',
  'disabled',
] as const;
export const ServiceState = z.enum(SERVICE_STATES);
export type ServiceState = z.infer<typeof ServiceState>;

export const ServiceStatus = z.strictObject({
  task: z.string(),
  title: z.string(),
  state: ServiceState,
  /** Since when it is in this state. ISO 8601, as all moments here. */
  since: z.string(),
  /** The run that goes or waits. */
  run: z.int().positive().optional(),
  /** The run before it. */
  lastRun: z.int().positive().optional(),
  /** How often in a row it ended before it was stable. */
  failures: z.int().min(0),
  /** When it is started again. */
  nextStart: z.string().optional(),
  /** Whether a check tells its health. */
  checked: z.boolean(),
  /** Why it is as it is, in words. */
  message: z.string().optional(),
});
export type ServiceStatus = z.infer<typeof ServiceStatus>;

/** True where the service should do its work and does not. */
export function isDown(state: ServiceState): boolean {
  switch (state) {
    case 'unhealthy':
    case 'backing_off':
    case 'failed':
      return true;
    case 'starting':
    case 'healthy':
    case 'waiting':
    case 'stopping':
    case 'stopped':
    case 'disabled':
      return false;
  }
}
