/** Imports as the API offers them: say what would become of it, and write what was chosen. */
import { readFile } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ImportPlan, ImportSource } from '#shared/nouns/import-plan.ts';
import { editEnabled } from '../tasks/edit-enabled.ts';
import { mapLimit } from '../tasks/map-limit.ts';
import type { TaskRegistry } from '../tasks/ports.ts';
import { originOf } from './origin.ts';
import { planInParts, type ExistingTask } from './plan-import.ts';

export interface ImportServiceOptions {
  readonly registry: Pick<TaskRegistry, 'list'>;
  /** Writes a new task file. @throws LukaError task_exists, disk_full */
  readonly writeTask: (id: string, text: string) => Promise<void>;
  /** Who Luka runs as. */
  readonly user?: string | undefined;
  /** Reads a task file; from the disk where left out. */
  readonly readText?: (file: string) => Promise<string>;
}

/** Which entries to write, by the ids of the plan, and whether they start by themselves at once. */
export interface ImportChoice {
  readonly ids: readonly string[];
  readonly enabled: boolean;
}

const READS_AT_ONCE = 16;
/** ms of work before others have a turn. */
const PART = 4;

export class ImportService {
  readonly #options: ImportServiceOptions;

  constructor(options: ImportServiceOptions) {
    this.#options = options;
  }

  /**
   * Entries that are here already are not written again: a choice can be repeated.
   * @throws LukaError import_unreadable; request_invalid where a chosen id is none that can be written, before any
   * file is; task_exists, disk_full
   */
  async plan(source: ImportSource, text: string, choice?: ImportChoice): Promise<ImportPlan> {
    const plan = await this.#read(source, text);
    const unreadable = plan.findings.filter(({ code }) => code === 'import_unreadable');
    if (unreadable[0] !== undefined)
      throw new LukaError('import_unreadable', {
        message: unreadable[0].message,
        remedy: unreadable[0].remedy,
        findings: unreadable,
      });
    return choice === undefined ? plan : this.#write(plan, choice);
  }

  async #read(source: ImportSource, text: string): Promise<ImportPlan> {
    const { user } = this.#options;
    const parts = planInParts(source, text, await this.#existing(), { user });
    for (let since = performance.now(); ;) {
      const part = parts.next();
      if (part.done === true) return part.value;
      if (performance.now() - since < PART) continue;
      await turn();
      since = performance.now();
    }
  }

  #existing(): Promise<ExistingTask[]> {
    const { registry, readText = (file) => readFile(file, 'utf8') } = this.#options;
    return mapLimit(registry.list(), READS_AT_ONCE, async ({ id, file, source }) => {
      if (source !== 'yaml') return { id };
      // A file that cannot be read is told of by the registry; here it is one that was not imported.
      const text = await readText(file).catch(() => '');
      return { id, original: originOf(text) };
    });
  }

  async #write(plan: ImportPlan, { ids, enabled }: ImportChoice): Promise<ImportPlan> {
    const chosen = new Set(ids);
    const sound = new Set(plan.tasks.filter(({ state }) => state !== 'cannot').map(({ id }) => id));
    const wrong = ids.find((id) => !sound.has(id));
    if (wrong !== undefined)
      throw new LukaError('request_invalid', {
        message: `no entry that can be imported has the id "${wrong}"`,
        remedy: 'ask for the plan again: the text or the tasks have changed',
      });
    const written = new Set<string>();
    for (const { id, text, state } of plan.tasks) {
      if (state !== 'new' || !chosen.has(id)) continue;
      await this.#options.writeTask(id, enabled ? (editEnabled(text, true) ?? text) : text);
      written.add(id);
    }
    return { ...plan, tasks: plan.tasks.map((task) => ({ ...task, written: written.has(task.id) })) };
  }
}
