/** What the queue room offers and needs. */
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { Priority } from '#shared/nouns/priority.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Run } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';

/** A work order of any accepted shape, brought into one. */
export interface NormalizedOrder {
  /** The order's own `id`, or one made from its name. */
  readonly orderId: string;
  readonly title: string;
  readonly priority: Priority;
  readonly work:
    | { readonly kind: 'definition'; readonly definition: TaskDefinition }
    | { readonly kind: 'task'; readonly task: string; readonly params: ParamValues };
  /** What legacy orders carry beyond steps. Kept with the run, in the order's own words. */
  readonly extras: {
    readonly shape: 'luka' | 'legacy-skill' | 'legacy-steps';
    readonly acceptance?: readonly string[];
    readonly memory?: { readonly kind: string; readonly text: string };
    readonly notify?: unknown;
    readonly allowWrite?: unknown;
    readonly paths?: readonly string[];
  };
}

export interface OrderSubmission {
  readonly order: NormalizedOrder;
  /** Same key, same run: the claim on a dropped file, or the caller's Idempotency-Key. */
  readonly idempotencyKey: string;
  /** In words, for the run's cause: `dropped as nightly.json`. */
  readonly detail: string;
  readonly by: 'person' | 'agent';
  /** Who handed it over, for the audit. */
  readonly actor: Actor;
  /** The file in `queue/running`, where there is one. */
  readonly file?: string;
}

/** What the inbox needs from the ledger. */
export interface OrderDesk {
  /** Resolves once the run is durable. @throws LukaError */
  submit(submission: OrderSubmission): Promise<{ run: number; created: boolean }>;
  /** The run made with this key, if any. */
  findByKey(idempotencyKey: string): Run | undefined;
  /** Called for every run that ends after this call; used to move order files. @returns unsubscribe */
  onFinished(listener: (run: Run) => void): () => void;
  /** Records that an order was refused (an event for the UI), durable. */
  refused(name: string, error: ErrorBody): Promise<void>;
}

export interface Inbox {
  /** Finishes what a crash interrupted (files in `running`), takes what waits, then watches. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
