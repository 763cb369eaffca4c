/** Says how services do: when asked, and as events when it changes. */
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { Store } from '../store/store.ts';
import { backoff, decide, serviceRules, type Decision } from './decide.ts';
import type { Held, Hold } from './hold.ts';
import type { Service } from './service.ts';
import { stateOf } from './service-state.ts';
import type { StoppedServices } from './stopped-services.ts';

export interface ServiceTellerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: Pick<RunLedger, 'row'>;
  readonly stopped: StoppedServices;
  readonly hold: Hold;
}

export class ServiceTeller {
  readonly #options: ServiceTellerOptions;

  constructor(options: ServiceTellerOptions) {
    this.#options = options;
  }

  /** What comes next, where no run goes. */
  decision({ definition, streak }: Service): Decision {
    if (!definition) return { action: 'rest', well: true };
    return decide(serviceRules(definition.service), streak, this.#options.clock.now());
  }

  held({ task, tags, wish }: Service): Held | undefined {
    return this.#options.hold({ id: task, tags }, { byHand: wish !== undefined });
  }

  /** Announces what has changed since the last time. */
  tell(service: Service): void {
    if (service.definition === undefined) return;
    const status = this.status(service);
    const { since: _since, ...rest } = status;
    const words = JSON.stringify(rest);
    if (words === service.told) return;
    this.#options.store.commit((tx) =>
      tx.emit({ type: 'service.changed', task: service.task, data: { service: status } }),
    );
    service.told = words;
  }

  status(service: Service): ServiceStatus {
    const { clock, ledger, stopped } = this.#options;
    const { task, title, definition, run, streak, lastRun } = service;
    const row = run && ledger.row(run.id);
    const decision = this.decision(service);
    const checked = definition?.service.health !== undefined;
    const { state, message } = stateOf({
      enabled: definition?.enabled !== false,
      stoppedBy: stopped.of(task)?.by,
      run: row && { state: row.state, message: row.message ?? undefined },
      ending: service.ending,
      asking: service.asking,
      checked,
      health: service.health,
      complaint: service.complaint,
      held: this.held(service)?.why,
      decision,
      lastMessage: service.lastMessage,
      wait: definition && backoff(serviceRules(definition.service), streak.failures),
    });
    if (service.state !== state) {
      service.state = state;
      service.since = isoAt(clock.now());
    }
    return {
      task,
      title,
      state,
      since: service.since,
      ...(run === undefined ? {} : { run: run.id }),
      ...(lastRun === undefined ? {} : { lastRun }),
      failures: streak.failures,
      ...(state === 'backing_off' && decision.action === 'wait' ? { nextStart: isoAt(decision.until) } : {}),
      checked,
      ...(message === undefined ? {} : { message }),
    };
  }
}
