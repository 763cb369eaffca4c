/**
 * launchd as a state machine: what it loads, starts, keeps alive and ends. Time and processes are the world's, so that
 * it runs over real processes (`launchd.ts`) and over made-up ones (`model-launchctl.ts`). Never ships.
 */
import { startsAtLoad, type StandinJob } from './job-plist.ts';
import type { LaunchdState, StandinService } from './launchd-state.ts';

export interface LaunchdWorld {
  /** ms */
  now(): number;
  /** @returns the process's id, or undefined where it cannot be started */
  start(job: StandinJob): number | undefined;
  /** To the process and its group. */
  signal(pid: number, signal: NodeJS.Signals): void;
}

const SIGTERM = 15;
const SLOWEST = 6;

export class LaunchdModel {
  readonly state: LaunchdState;
  readonly #world: LaunchdWorld;

  constructor(state: LaunchdState, world: LaunchdWorld) {
    this.state = state;
    this.#world = world;
  }

  find(domain: string, label: string): StandinService | undefined {
    return this.state.services.find((service) => service.domain === domain && service.job.label === label);
  }

  /** The store is one of a person, whichever of their domains is asked. */
  disabledIn(domain: string): Record<string, boolean> {
    return (this.state.disabled[domain.replace(/^gui\//, 'user/')] ??= {});
  }

  isDisabled(domain: string, job: StandinJob): boolean {
    return this.disabledIn(domain)[job.label] ?? job.disabled;
  }

  load(domain: string, job: StandinJob): void {
    const service: StandinService = { domain, job, runs: 0, quickEnds: 0 };
    this.state.services.push(service);
    if (job.startInterval !== undefined) service.spawnAt = this.#in(job.startInterval);
    if (startsAtLoad(job)) this.#spawn(service);
  }

  /** Gone when its process is: that takes as long as the process takes, and no longer than its ExitTimeOut. */
  unload(service: StandinService): void {
    service.spawnAt = undefined;
    if (service.pid !== undefined) {
      service.leaving ??= { killAt: this.#in(service.job.exitTimeout) };
      this.#world.signal(service.pid, 'SIGTERM');
    } else if (this.state.bootoutMs > 0) {
      service.leaving ??= { goneAt: this.#world.now() + this.state.bootoutMs };
    } else this.#remove(service);
  }

  /** @returns false where it has a process, and was not to be restarted */
  demand(service: StandinService, restart: boolean): boolean {
    if (service.pid === undefined) {
      this.#spawn(service, true);
      return true;
    }
    if (!restart) return false;
    service.restarting = true;
    this.#world.signal(service.pid, 'SIGKILL');
    return true;
  }

  signal(pid: number, signal: NodeJS.Signals): void {
    this.#world.signal(pid, signal);
  }

  /** A process ended. */
  ended(pid: number, exit: { code: number } | { signal: number }): void {
    const service = this.state.services.find((one) => one.pid === pid);
    if (!service) return;
    service.pid = undefined;
    service.lastExit = exit;
    if (service.leaving) this.#remove(service);
    else if (service.restarting) {
      service.restarting = false;
      this.#spawn(service, true);
    } else this.#afterEnd(service);
  }

  /** Does what is due by now. */
  tick(): void {
    const now = this.#world.now();
    for (const service of this.state.services) {
      const { leaving, spawnAt } = service;
      if (leaving?.goneAt !== undefined && leaving.goneAt <= now) this.#remove(service);
      else if (leaving?.killAt !== undefined && leaving.killAt <= now && service.pid !== undefined) {
        service.leaving = {};
        this.#world.signal(service.pid, 'SIGKILL');
      } else if (spawnAt !== undefined && spawnAt <= now && !leaving) {
        service.spawnAt = undefined;
        if (service.job.startInterval !== undefined) service.spawnAt = this.#in(service.job.startInterval);
        if (service.pid === undefined) this.#spawn(service);
      }
    }
  }

  /** When `tick` has something to do next. */
  nextTick(): number | undefined {
    const moments = this.state.services
      .flatMap(({ leaving, spawnAt }) => [leaving?.goneAt, leaving?.killAt, leaving ? undefined : spawnAt])
      .filter((at) => at !== undefined);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** Everything that was loaded is gone; the store of what is disabled is not. */
  reboot(): void {
    const gone = this.state.services;
    this.state.services = [];
    for (const { pid } of gone) if (pid !== undefined) this.#world.signal(pid, 'SIGKILL');
  }

  #remove(service: StandinService): void {
    this.state.services = this.state.services.filter((other) => other !== service);
  }

  #spawn(service: StandinService, demanded = false): void {
    const held = this.state.pended[service.job.label];
    if (held !== undefined && !demanded) {
      service.pended = held;
      return;
    }
    service.pended = undefined;
    service.runs += 1;
    service.startedAt = this.#world.now();
    service.pid = this.#world.start(service.job);
    service.spawnFailed = service.pid === undefined;
    if (service.pid !== undefined) return;
    // EX_CONFIG: loading it succeeded all the same.
    service.lastExit = { code: 78 };
    this.#afterEnd(service);
  }

  #afterEnd(service: StandinService): void {
    const { job, startedAt = 0 } = service;
    const now = this.#world.now();
    service.quickEnds = now - startedAt < job.throttle * this.state.secondMs ? service.quickEnds + 1 : 0;
    if (!isKept(service)) return;
    const pause = job.throttle * this.state.secondMs * Math.min(Math.max(1, service.quickEnds), SLOWEST);
    service.spawnAt = Math.max(now, startedAt + pause);
  }

  #in(seconds: number): number {
    return this.#world.now() + seconds * this.state.secondMs;
  }
}

function isKept({ job: { keepAlive }, lastExit }: StandinService): boolean {
  if (typeof keepAlive === 'boolean') return keepAlive;
  const succeeded = lastExit !== undefined && 'code' in lastExit && lastExit.code === 0;
  const crashed = lastExit !== undefined && 'signal' in lastExit && lastExit.signal !== SIGTERM;
  return (
    (keepAlive.onSuccess !== undefined && keepAlive.onSuccess === succeeded) ||
    (keepAlive.onCrash !== undefined && keepAlive.onCrash === crashed)
  );
}
