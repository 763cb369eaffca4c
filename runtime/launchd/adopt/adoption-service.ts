/**
 * Makes launchd jobs tasks, and gives them back. In this order, so that nothing ever runs twice: the task is written and
 * off, the agent is disabled, the task is switched on. Whatever fails on the way is undone backwards.
 */
import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Adoption, GivenBack } from '#shared/nouns/adoption.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { LUKA } from '#shared/nouns/role.ts';
import type { Clock } from '../../clock.ts';
import type { SecretStore } from '../../safety/secrets/stores/secret-store.ts';
import type { Store } from '../../store/store.ts';
import { editEnabled } from '../../tasks/edit-enabled.ts';
import type { LoadedTask, TaskRegistry } from '../../tasks/ports.ts';
import { textAt } from '../lint/job-words.ts';
import { AdoptionRows, type AdoptionRow } from './adoption-rows.ts';
import type { FoundAgent } from './find-agents.ts';
import type { AdoptionPlan } from './plan-adoption.ts';
import { planAll, type Planned } from './plan-all.ts';

/** The transactions of agents, as far as they are needed here. */
export interface AdoptionChanges {
  setState(
    change: { readonly file: string; readonly action: 'disable'; readonly hash: string },
    options: { readonly actor: Actor },
  ): Promise<AgentChange>;
  rollback(id: number, options: { readonly actor: Actor }): Promise<AgentChange>;
  history(query: { label?: string | undefined; limit: number }): { changes: AgentChange[] };
}

export interface AdoptionServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: Pick<TaskRegistry, 'list' | 'get' | 'add' | 'setEnabled'>;
  readonly changes: AdoptionChanges;
  readonly secrets: () => Promise<SecretStore>;
  /** Of the person; and where their agents are. Absolute. */
  readonly home: string;
  readonly folder: string;
  readonly user?: string | undefined;
  /** Reads a file of a task. */
  readonly readText: (file: string) => Promise<string>;
  /** Resolves when no run of the task goes or waits any more; false where that took too long. */
  readonly idle: (task: string) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

export class AdoptionService {
  readonly #options: AdoptionServiceOptions;
  readonly #rows: AdoptionRows;
  /** One at a time: ids and files are looked at before they are taken. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AdoptionServiceOptions) {
    this.#options = options;
    this.#rows = new AdoptionRows(options.store);
  }

  /** @param words labels, or absolute paths of plists or folders @throws LukaError agent_unknown, file_unreadable */
  async preview(words: readonly string[]): Promise<Adoption[]> {
    return (await planAll(words, this.#options, this.#rows)).map(({ adoption }) => adoption);
  }

  /**
   * Each for itself: one that fails is undone and told, and the others go on.
   * @throws LukaError agent_unknown, file_unreadable before anything is done
   */
  adopt(words: readonly string[], by: Actor): Promise<Adoption[]> {
    return this.#alone(async () => {
      const done: Adoption[] = [];
      for (const planned of await planAll(words, this.#options, this.#rows))
        done.push(await this.#adoptOne(planned, by));
      return done;
    });
  }

  /**
   * The task ends and is off before launchd has the agent again.
   * @throws LukaError adoption_unknown; adoption_busy where its runs do not end; adoption_stuck; those of a rollback
   */
  giveBack(task: string, by: Actor): Promise<GivenBack> {
    return this.#alone(async () => {
      const row = this.#rows.ofTask(task);
      if (!row || row.change === null)
        throw new LukaError('adoption_unknown', { message: `the task ${task} was not an agent` });
      const { tasks, idle } = this.#options;
      const loaded = tasks.get(task);
      if (loaded) await tasks.setEnabled(task, false);
      if (!(await idle(task))) {
        if (loaded) await tasks.setEnabled(task, true);
        throw new LukaError('adoption_busy', { message: `a run of ${task} does not end` });
      }
      await this.#rollback(row.change, by).catch(async (error: unknown) => {
        // launchd has it not: it stays ours.
        if (loaded) await tasks.setEnabled(task, true);
        throw error;
      });
      const removed = await this.#removeTask(row);
      await this.#rows.end(row.id, 'given_back', this.#options.clock.now());
      return { task, label: row.label, file: row.file, removed };
    });
  }

  /** At a start, after the changes of agents have recovered: what a crash left in the middle is undone. */
  recover(): Promise<void> {
    return this.#alone(async () => {
      for (const row of this.#rows.open()) {
        try {
          await this.#undo(row, this.#changeOf(row), LUKA, 'Luka ended in the middle of it');
        } catch (error) {
          this.#options.onError(error);
        }
      }
    });
  }

  async #adoptOne({ agent, plan, adoption }: Planned, by: Actor): Promise<Adoption> {
    if (adoption.state !== 'new' || !plan) return adoption;
    const { clock, tasks, changes } = this.#options;
    const { file, label, task, text } = adoption;
    const hash = sha256(text);
    const id = await this.#rows.begin({ task, label, file, task_hash: hash, at: clock.now(), by: by.name });
    const row: AdoptionRow = {
      id,
      task,
      label,
      file,
      task_hash: hash,
      state: 'begun',
      change: null,
      at: clock.now(),
    };
    let change: number | undefined;
    try {
      await this.#storeSecrets(agent, plan);
      sound(await tasks.add(task, text));
      const made = await changes.setState(
        { file, action: 'disable', hash: sha256(agent.bytes) },
        { actor: by },
      );
      if (made.state !== 'done')
        throw new LukaError(made.state === 'stuck' ? 'adoption_stuck' : 'adoption_undone', {
          message: made.message ?? `the agent could not be disabled (${made.state})`,
        });
      change = made.id;
      await this.#rows.noteChange(id, change);
      sound(await tasks.setEnabled(task, true));
      await this.#rows.end(id, 'done', clock.now());
      return { ...adoption, state: 'adopted', change };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const stuck = await this.#undo(row, change, by, why).then(
        () => undefined,
        (undoing: unknown) => (undoing instanceof Error ? undoing.message : String(undoing)),
      );
      if (!(error instanceof LukaError)) this.#options.onError(error);
      return stuck === undefined
        ? { ...adoption, state: 'undone', message: why }
        : { ...adoption, state: 'stuck', message: `${why}; and it could not be undone: ${stuck}` };
    }
  }

  /** First the task, then the agent: between the two nothing runs, rather than both. */
  async #undo(row: AdoptionRow, change: number | undefined, by: Actor, why: string): Promise<void> {
    const { tasks, idle, clock } = this.#options;
    try {
      // One of the same id that was there before has another text.
      const ours = await this.#isOurs(row);
      if (ours && tasks.get(row.task)) {
        await tasks.setEnabled(row.task, false);
        if (!(await idle(row.task)))
          throw new LukaError('adoption_busy', { message: `a run of ${row.task} does not end` });
      }
      if (change !== undefined) await this.#rollback(change, by);
      if (ours) await this.#removeTask(row);
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      await this.#rows.end(row.id, 'stuck', clock.now(), `${why}; ${told}`);
      throw error;
    }
    await this.#rows.end(row.id, 'undone', clock.now(), why);
  }

  async #rollback(change: number, by: Actor): Promise<void> {
    const back = await this.#options.changes.rollback(change, { actor: by });
    if (back.state === 'done') return;
    throw new LukaError('adoption_stuck', {
      message: back.message ?? `the agent could not be brought back (${back.state})`,
    });
  }

  /** The change that disabled it, where a crash came before it was noted. */
  #changeOf(row: AdoptionRow): number | undefined {
    if (row.change !== null) return row.change;
    const { changes } = this.#options.changes.history({ label: row.label, limit: 1 });
    const [newest] = changes;
    const isOurs = newest?.action === 'disable' && newest.state === 'done' && Date.parse(newest.at) >= row.at;
    return isOurs && newest.file === row.file ? newest.id : undefined;
  }

  async #isOurs(row: AdoptionRow): Promise<boolean> {
    const task = this.#options.tasks.get(row.task);
    if (!task) return false;
    const text = await this.#options.readText(task.file);
    return sha256(editEnabled(text, false) ?? text) === row.task_hash;
  }

  /** @returns false where it was edited: then it is kept, and off */
  async #removeTask(row: AdoptionRow): Promise<boolean> {
    const task = this.#options.tasks.get(row.task);
    if (!task || !(await this.#isOurs(row))) return false;
    await unlink(task.file);
    return true;
  }

  /** A secret that is there already stays as it is: somebody may have changed it. */
  async #storeSecrets({ job }: FoundAgent, { secrets }: AdoptionPlan): Promise<void> {
    if (secrets.length === 0 || !job) return;
    const store = await this.#options.secrets();
    for (const { name, variable } of secrets) {
      const value = textAt(job, 'EnvironmentVariables', variable);
      if (value !== undefined && (await store.get(name)) === undefined) await store.set(name, value);
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** @throws LukaError task_invalid: parsed alone it was sound, but not among the others */
function sound(task: LoadedTask): void {
  if (task.definition) return;
  throw new LukaError('task_invalid', {
    message: `its task has errors: ${task.findings[0]?.message ?? 'unknown'}`,
    findings: [...task.findings],
  });
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
