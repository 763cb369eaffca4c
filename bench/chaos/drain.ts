/** The last life: nobody kills it. What was promised is carried out, the schedule is let run empty, and Luka is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Slot } from '#shared/nouns/slot.ts';
import { isTimeTrigger } from '#shared/nouns/trigger.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { triggerKey } from '#runtime/schedule/trigger-key.ts';
import type { Customers } from './customers.ts';
import { readOrders } from './evidence.ts';
import type { Life } from './lives.ts';

const DEADLINE_MS = 60_000;
const LOOK_MS = 100;

export interface Drained {
  /** Up to here every moment must have its entry, ms since 1970. */
  readonly until: number;
  /** What did not come to an end in time, or was refused. */
  readonly stuck: readonly string[];
}

export async function drain(options: {
  life: Life;
  home: string;
  customers: Customers;
  definitions: ReadonlyMap<string, TaskDefinition>;
}): Promise<Drained> {
  const { life, home, customers, definitions } = options;
  const apiUrl = await Promise.race([life.apiUrl, sleep(DEADLINE_MS, undefined, { ref: false })]);
  if (apiUrl === undefined) return { until: 0, stuck: ['Luka did not start any more'] };
  const stuck: string[] = [];
  const ask = (method: string, path: string, body?: unknown) => customers.call(apiUrl, method, path, body);

  await ask('POST', '/api/v1/pauses/resume', { scope: { task: 'nap' } });
  for (const [key, reply] of await customers.insist(apiUrl))
    stuck.push(`${key} was refused: ${JSON.stringify(reply)}`);

  // A moment after `until` has its entry: then so have all before, and the schedule is not only right but alive.
  const until = Date.now();
  for (const [task, definition] of definitions)
    for (const key of (definition.triggers ?? []).filter(isTimeTrigger).map(triggerKey)) {
      const goesOn = async () => {
        const reply = await ask(
          'GET',
          `/api/v1/schedule/slots?task=${task}&from=${new Date(until).toISOString()}`,
        );
        const slots = (reply?.body['slots'] ?? []) as Slot[];
        return slots.some((slot) => slot.trigger === key && Date.parse(slot.due) > until);
      };
      if (!(await within(DEADLINE_MS, goesOn))) stuck.push(`${task}, ${key}: nothing is entered any more`);
    }
  for (const task of definitions.keys()) {
    const reply = await ask('PATCH', `/api/v1/tasks/${task}`, { enabled: false });
    if (reply?.status !== 200) stuck.push(`${task} cannot be switched off: ${JSON.stringify(reply)}`);
  }
  const open = async () => {
    const runs = await ask('GET', '/api/v1/runs?state=queued,awaiting_approval,running');
    const slots = await ask('GET', '/api/v1/schedule/slots?state=waiting,held');
    return [
      ...((runs?.body['runs'] ?? [{ id: 0, title: 'no answer' }]) as RunSummary[]).map(
        ({ id, title, state }) => `#${id} ${title} is ${state}`,
      ),
      ...((slots?.body['slots'] ?? []) as Slot[]).map(
        ({ task, due, state }) => `${task} of ${due} is ${state}`,
      ),
      ...readOrders(home)
        .filter(({ folder }) => folder === 'inbox' || folder === 'running')
        .map(({ order, folder }) => `${order} lies in ${folder}`),
    ];
  };
  if (!(await within(DEADLINE_MS, async () => (await open()).length === 0))) stuck.push(...(await open()));
  life.kill('SIGTERM');
  const ended = await Promise.race([life.ended, sleep(DEADLINE_MS, undefined, { ref: false })]);
  if (ended?.code !== 0) stuck.push(`Luka did not stop well: ${JSON.stringify(ended)}`);
  return { until, stuck };
}

/** @returns whether it became true before the time was over */
export async function within(ms: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms;
  for (;;) {
    if (await isTrue()) return true;
    if (performance.now() > end) return false;
    await sleep(LOOK_MS);
  }
}
