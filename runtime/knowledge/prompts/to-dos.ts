/** What is left to do after a session: phase, task, owner. */
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { SessionNote } from './session-facts.ts';

export interface ToDo {
  readonly phase: string;
  readonly task: string;
  readonly owner: string;
}

/** `- [ ] build: the thing (CLS)`; phase and owner may be left out. */
const OPEN_ITEM = /^\s*[-*]\s+\[ \]\s+(?:([\p{L}\p{N} _-]{1,30}):\s+)?(.+?)(?:\s+\(([^()]{1,40})\))?\s*$/u;

export function toDosOf(options: {
  readonly runs: readonly RunSummary[];
  readonly approvals: readonly ApprovalSummary[];
  readonly validations: readonly RunSummary[];
  readonly notes: readonly SessionNote[];
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
      .map(({ id, title, message }) => ({
        phase: 'mend',
        task: `${title} (#${id})${message === undefined ? '' : `: ${message}`}`,
        owner: 'CLS',
      })),
    ...options.notes.flatMap(openItems),
  ];
}

function openItems({ text, meta }: SessionNote): ToDo[] {
  const said = (key: string) => (typeof meta[key] === 'string' ? meta[key] : undefined);
  return text.split('\n').flatMap((line) => {
    const match = OPEN_ITEM.exec(line);
    if (!match) return [];
    const [, phase, task, owner] = match;
    return [
      { phase: phase ?? said('phase') ?? 'open', task: task!, owner: owner ?? said('owner') ?? 'person' },
    ];
  });
}
