/**
 * Who asks Luka for work while it lives and dies, and keeps a book of what was promised: runs over HTTP, asked again under
 * the same key until they are acknowledged; calls of a webhook; order files dropped into the inbox, dead or alive.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '#runtime/home/layout.ts';
import type { Random } from './random.ts';
import { shellLine } from './workload.ts';

export interface Ask {
  readonly key: string;
  readonly task: string;
  /** Ids of runs it was told: all the same, if Luka keeps its word. */
  readonly acknowledged: Set<number>;
}

export interface Journal {
  readonly asks: Map<string, Ask>;
  readonly orders: Map<string, { readonly idempotent: boolean }>;
  /** Keys under which a run was refused. */
  readonly refused: Set<string>;
  /** Calls of the webhook: whether they were accepted. */
  readonly calls: Map<string, boolean>;
}

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export class Customers {
  readonly journal: Journal = { asks: new Map(), orders: new Map(), refused: new Set(), calls: new Map() };
  readonly #home: string;
  readonly #effects: string;
  readonly #random: Random;
  #names = 0;

  constructor(home: string, effects: string, random: Random) {
    this.#home = home;
    this.#effects = effects;
    this.#random = random;
  }

  /** @returns undefined where the connection broke: nobody knows whether it was done */
  async call(apiUrl: string, method: string, path: string, body?: unknown, key?: string) {
    try {
      const token = (await readFile(homeLayout(this.#home).token, 'utf8')).trim();
      const response = await fetch(path.startsWith('http') ? path : `${apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(20_000),
      });
      const reply: Reply = {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
      };
      return reply;
    } catch (error) {
      if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError'))
        return undefined;
      throw error;
    }
  }

  /** Asks for a run of one of these tasks, or once more for one that was not acknowledged. */
  async ask(apiUrl: string, tasks: readonly string[] = ['asked', 'asked-again']): Promise<Reply | undefined> {
    const asks = [...this.journal.asks.values()];
    // Sometimes one that was acknowledged: the same key must give the same run.
    const again = this.#random.chance(0.1)
      ? this.#random.pick(asks)
      : asks.find(({ acknowledged }) => acknowledged.size === 0);
    const ask = again ?? this.#newAsk(this.#random.pick(tasks));
    return this.#send(apiUrl, ask);
  }

  /** Asks under a key that is not used again where it is refused: then nothing may come of it. */
  async askOnce(apiUrl: string, task: string): Promise<Reply | undefined> {
    const ask = this.#newAsk(task);
    const reply = await this.#send(apiUrl, ask);
    if (reply !== undefined && reply.status !== 201) {
      this.journal.asks.delete(ask.key);
      this.journal.refused.add(ask.key);
    }
    return reply;
  }

  async #send(apiUrl: string, ask: Ask): Promise<Reply | undefined> {
    const path = `/api/v1/tasks/${ask.task}/runs`;
    const reply = await this.call(apiUrl, 'POST', path, { params: { token: ask.key } }, ask.key);
    if (reply?.status === 201) ask.acknowledged.add(Number(reply.body['id']));
    return reply;
  }

  /** Whatever was asked is asked until it is acknowledged. @returns what stands against it, by key */
  async insist(apiUrl: string): Promise<Map<string, Reply | undefined>> {
    const refused = new Map<string, Reply | undefined>();
    for (const ask of this.journal.asks.values()) {
      if (ask.acknowledged.size > 0) continue;
      const reply = await this.#send(apiUrl, ask);
      if (ask.acknowledged.size === 0) refused.set(ask.key, reply);
    }
    return refused;
  }

  async ring(apiUrl: string): Promise<void> {
    const hook = await this.call(apiUrl, 'GET', '/api/v1/tasks/hooked/hook');
    if (hook?.status !== 200) return;
    const token = this.#name('c');
    this.journal.calls.set(token, false);
    // The address is that of this life: the port changes, the token stays.
    const reply = await this.call(apiUrl, 'POST', String(hook.body['url']), { params: { token } });
    if (reply?.status === 202) this.journal.calls.set(token, true);
  }

  /** Appears whole under its name, as a careful program drops it. */
  async drop(): Promise<void> {
    const id = this.#name('o');
    const { inbox } = homeLayout(this.#home).queue;
    const run = shellLine(this.#effects, 'sleep 0.1', id);
    const idempotent = this.#random.chance(0.3);
    const order = this.#random.chance(0.5)
      ? { id, idempotent, steps: [{ run }] }
      : { id, skill: 'bash', cmd: run };
    this.journal.orders.set(id, { idempotent: 'steps' in order && idempotent });
    await writeFile(join(inbox, `.${id}`), JSON.stringify(order));
    await rename(join(inbox, `.${id}`), join(inbox, `${id}.json`));
  }

  async pause(apiUrl: string, task: string): Promise<void> {
    await this.call(apiUrl, 'POST', '/api/v1/pauses', { scope: { task } });
  }

  async resume(apiUrl: string, task: string): Promise<void> {
    await this.call(apiUrl, 'POST', '/api/v1/pauses/resume', { scope: { task } });
  }

  /** Writes into the task's file. */
  async switch(apiUrl: string, task: string): Promise<void> {
    await this.call(apiUrl, 'PATCH', `/api/v1/tasks/${task}`, { enabled: this.#random.chance(0.5) });
  }

  #newAsk(task: string): Ask {
    const key = this.#name('k');
    const ask: Ask = { key, task, acknowledged: new Set() };
    this.journal.asks.set(key, ask);
    return ask;
  }

  #name(letter: string): string {
    return `${letter}${++this.#names}`;
  }
}
