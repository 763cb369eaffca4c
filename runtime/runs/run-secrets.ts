/** The secrets of a run: taken from their store when an attempt begins, in no row, no file and no log afterwards. */
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { createMasker, type Masker } from '../safety/secrets/masker.ts';
import { findSecretNames, resolveSecrets } from '../safety/secrets/secret-references.ts';
import { spawnMasked } from '../safety/secrets/spawn-masked.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RunLog } from './logs/run-log.ts';
import type { SpawnedProcess, SpawnRequest } from './processes/spawn.ts';

/** How long the last output may take from a process that has ended to the log. */
const LAST_OUTPUT_MS = 5_000;

type Context = Pick<ExecutionContext, 'secrets' | 'spawn' | 'programs' | 'clock'>;

export class RunSecrets {
  readonly values: ReadonlyMap<string, string>;
  readonly #context: Context;
  readonly #log: RunLog;
  readonly #filters: Promise<void>[] = [];

  constructor(values: ReadonlyMap<string, string>, context: Context, log: RunLog) {
    this.values = values;
    this.#context = context;
    this.#log = log;
  }

  /** @throws LukaError secret_unknown, secret_store_unavailable */
  static async of(definition: TaskDefinition, context: Context, log: RunLog): Promise<RunSecrets> {
    const names = findSecretNames(definition);
    if (names.length === 0 || !context.secrets) return new RunSecrets(new Map(), context, log);
    return new RunSecrets(await resolveSecrets(await context.secrets(), names), context, log);
  }

  /** Starts a process; its output passes the filter where there is anything to hide. */
  async spawn(request: SpawnRequest): Promise<SpawnedProcess> {
    const { spawn, programs } = this.#context;
    if (this.values.size === 0) return spawn(request);
    const { process, filtered } = await spawnMasked(request, {
      spawn,
      nodePath: programs.node,
      filterProgram: programs.maskFilter,
      secrets: [...this.values.values()],
    });
    this.#filters.push(
      filtered.then(({ code, signal }) => {
        if (code !== 0)
          this.#log.note(`a part of the output was lost on its way (${signal ?? `code ${code}`})`);
      }),
    );
    return process;
  }

  /** For output that no process writes. */
  masker(): Masker | undefined {
    return this.values.size === 0 ? undefined : createMasker(this.values.values());
  }

  mask(text: string): string {
    const masker = this.masker();
    if (!masker) return text;
    return Buffer.concat([masker.push(Buffer.from(text)), masker.end()]).toString();
  }

  /**
   * Resolves when all that was written has reached the log: once the processes have ended, which a background process may
   * put off.
   */
  async drained(ms = LAST_OUTPUT_MS): Promise<void> {
    if (this.#filters.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#context.clock.after(ms, resolve);
    await Promise.race([Promise.all(this.#filters), promise]);
    cancel();
  }
}
