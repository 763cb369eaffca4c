/** What is left to do after a session: phase, task, owner. */
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { SessionNote } from './session-facts.ts';

export interface ToDo {
  readonly phase: string;
  readonly task: string;
  readonly owner: string;
}

const ITEM = /^\s*[-*]\s+\[([ xX])\]\s+(?:([\p{L}\p{N} _-]{1,30}):\s+)?(.+?)(?:\s+\(([^()]{1,40})\))?\s*$/u;

/** `- [ ] build: the thing (CLS)`; phase and owner may be left out. Undefined where the line is no item of a list of to-dos. */
export function readItem(line: string):
  | {
      readonly open: boolean;
      readonly phase: string | undefined;
      readonly task: string;
      readonly owner: string | undefined;
    }
  | undefined {
  const [, mark, phase, task, owner] = ITEM.exec(line) ?? [];
  return task === undefined ? undefined : { open: mark === ' ', phase, task, owner };
}

export function toDosOf(options: {
  readonly runs: readonly RunSummary[];
  readonly approvals: readonly ApprovalSummary[];
  readonly validations: readonly RunSummary[];
  readonly notes: readonly SessionNote[];
  /** Whom the file of a task names. */
  readonly ownerOf: (task: string) => string | undefined;
}): ToDo[] {
  const newest = new Map<string, RunSummary>();
  for (const run of options.runs)
    if (run.state !== 'cancelled') newest.set(run.task ?? `order ${run.title}`, run);
  return [
    ...options.approvals.map(({ id, title }) => ({
      phase: 'approve',
      task: `${title} (approval ${id})`,
      owner: 'GG',
    })),
    ...options.validations.map(({ id, title }) => ({
      phase: 'validate',
      task: `the result of ${title} (#${id})`,
      owner: 'GG',
    })),
    ...[...newest.values()]
      .filter(({ state }) => isBad(state))
      .map(({ id, task, title, message }) => ({
        phase: 'mend',
        task: `${title} (#${id})${message === undefined ? '' : `: ${message}`}`,
        owner: (task === undefined ? undefined : options.ownerOf(task)) ?? 'CLS',
      })),
    ...options.notes.flatMap(openItems),
  ];
}

function openItems({ text, meta }: SessionNote): ToDo[] {
  const said = (key: string) => (typeof meta[key] === 'string' ? meta[key] : undefined);
  return text.split('\n').flatMap((line) => {
    const item = readItem(line);
    if (item?.open !== true) return [];
    const { phase, task, owner } = item;
    return [{ phase: phase ?? said('phase') ?? 'open', task, owner: owner ?? said('owner') ?? 'person' }];
  });
}
