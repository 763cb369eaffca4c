/** Webhooks: each task that wants one has an address of its own, and whoever knows it may start that task. */
import { randomBytes } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { resolveParams } from '../tasks/params.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { Event } from './scheduler.ts';
import { triggerKey } from './trigger-key.ts';

type HookTrigger = Extract<Trigger, { webhook: object }>;

const PER_MINUTE = 30;
const MINUTE_MS = 60_000;

export interface HookDeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly task: (id: string) => LoadedTask | undefined;
  readonly occur: (events: readonly Event[]) => Promise<void>;
  /** The server's own address. */
  readonly apiUrl: () => string;
}

export class HookDesk {
  readonly #options: HookDeskOptions;
  /** When each address was called within the last minute, ms of the monotonic clock. */
  readonly #calls = new Map<string, number[]>();

  constructor(options: HookDeskOptions) {
    this.#options = options;
  }

  /** The address in force; made when first asked for. @throws LukaError task_unknown, hook_missing */
  async address(id: string, renew = false): Promise<{ url: string; perMinute: number }> {
    const { store, clock, apiUrl } = this.#options;
    const trigger = this.#trigger(this.#task(id));
    if (!trigger) throw new LukaError('hook_missing', { message: `the task ${id} has no webhook trigger` });
    const known = store.get<{ token: string }>('select token from hooks where task = ?', id)?.token;
    let token = known;
    if (token === undefined || renew) {
      const made = (token = randomBytes(24).toString('base64url'));
      await store.write((tx) =>
        tx.run(
          `insert into hooks (task, token, created_at) values (?, ?, ?)
           on conflict do update set token = excluded.token, created_at = excluded.created_at`,
          id,
          made,
          clock.now(),
        ),
      );
    }
    return { url: `${apiUrl()}/hooks/${token}`, perMinute: trigger.webhook.perMinute ?? PER_MINUTE };
  }

  /**
   * Somebody called. Resolves when it is durable.
   * @throws LukaError hook_unknown, rate_limited, param_*, disk_full
   */
  async call(token: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    const { store, clock, occur } = this.#options;
    const id = store.get<{ task: string }>('select task from hooks where token = ?', token)?.task;
    const task = id === undefined ? undefined : this.#options.task(id);
    const trigger = task && this.#trigger(task);
    if (id === undefined || !trigger || task.definition?.enabled === false)
      throw new LukaError('hook_unknown');
    this.#count(id, trigger.webhook.perMinute ?? PER_MINUTE);
    const resolved = resolveParams(task.definition?.params, params);
    await occur([
      {
        task: id,
        key: triggerKey(trigger),
        at: clock.now(),
        subject: { text: 'a call of its webhook', params: resolved },
      },
    ]);
  }

  #count(id: string, perMinute: number): void {
    const now = this.#options.clock.monotonic();
    const calls = (this.#calls.get(id) ?? []).filter((at) => now - at < MINUTE_MS);
    this.#calls.set(id, calls);
    if (calls.length >= perMinute) {
      const seconds = Math.ceil((calls[0]! + MINUTE_MS - now) / 1_000);
      throw new LukaError('rate_limited', {
        message: `this address takes ${perMinute} calls a minute`,
        remedy: `call again in ${seconds} s`,
      });
    }
    calls.push(now);
  }

  #task(id: string): LoadedTask {
    const task = this.#options.task(id);
    if (!task) throw new LukaError('task_unknown', { message: `there is no task ${id}` });
    return task;
  }

  #trigger(task: LoadedTask): HookTrigger | undefined {
    return task.definition?.triggers?.find((one) => 'webhook' in one);
  }
}
