/** What several agents would become here, together with what is here already. Writes nothing. */
import { stat } from 'node:fs/promises';
import type { Adoption } from '#shared/nouns/adoption.ts';
import { IdPool } from '../../import/command-name.ts';
import type { TaskRegistry } from '../../tasks/ports.ts';
import { valueAt } from '../plist/plist-value.ts';
import type { AdoptionRows } from './adoption-rows.ts';
import { findAgents, type FoundAgent } from './find-agents.ts';
import { planAdoption, type AdoptionPlan } from './plan-adoption.ts';

interface PlanOptions {
  readonly tasks: Pick<TaskRegistry, 'list' | 'get'>;
  /** Of the person; and where their agents are. Absolute. */
  readonly home: string;
  readonly folder: string;
  readonly user?: string | undefined;
}

export interface Planned {
  readonly agent: FoundAgent;
  /** Undefined where it cannot be read as a job. */
  readonly plan: AdoptionPlan | undefined;
  readonly adoption: Adoption;
}

/** @param words labels, or absolute paths of plists or folders @throws LukaError agent_unknown, file_unreadable */
export async function planAll(
  words: readonly string[],
  { tasks, folder, home, user }: PlanOptions,
  rows: Pick<AdoptionRows, 'ofFile'>,
): Promise<Planned[]> {
  const agents = await findAgents(words, folder);
  const ids = new IdPool(tasks.list().map(({ id }) => id));
  const planned: Planned[] = [];
  for (const agent of agents) {
    const { file, job } = agent;
    if (!job) {
      planned.push({ agent, plan: undefined, adoption: unreadable(file) });
      continue;
    }
    const folders = await foldersOf(job, home);
    const plan = planAdoption(job, file, { home, user, isFolder: (path) => folders.has(path) });
    const known = rows.ofFile(file);
    const isHere = known !== undefined && tasks.get(known.task) !== undefined;
    const cannot = plan.text === '';
    planned.push({
      agent,
      plan,
      adoption: {
        label: plan.label,
        file,
        task: isHere ? known.task : ids.take(plan.name),
        kind: plan.kind,
        state: isHere ? 'exists' : cannot ? 'cannot' : 'new',
        text: plan.text,
        findings: [...plan.findings],
        changes: [...plan.changes],
        secrets: plan.secrets.map(({ name }) => name),
      },
    });
  }
  return planned;
}

function unreadable(file: string): Adoption {
  return {
    label: '',
    file,
    task: '',
    kind: 'manual',
    state: 'cannot',
    text: '',
    findings: [
      {
        code: 'adopt_program',
        severity: 'error',
        message: 'it cannot be read as a job with a label',
        remedy: 'see `luka agents lint`',
        file,
      },
    ],
    changes: [],
    secrets: [],
  };
}

/** Which of the watched paths are folders now. */
async function foldersOf(job: NonNullable<FoundAgent['job']>, home: string): Promise<Set<string>> {
  const list = valueAt(job, ['WatchPaths']);
  const folders = new Set<string>();
  for (const item of list?.kind === 'array' ? list.items : []) {
    if (item.kind !== 'string') continue;
    const path = item.value.replace(/^~(?=\/|$)|^\$HOME\b|^\$\{HOME\}/, () => home);
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isFolder) folders.add(path);
  }
  return folders;
}
