/** What a running Luka offers for a word of the command line: quickly, or not at all. */
import type { Contract } from '#shared/http/contract.ts';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { AskedKind } from './command-tree.ts';
import type { QuickGet } from './quick-get.ts';

export interface Offered {
  readonly value: string;
  readonly summary: string;
}

/** So many runs and approvals: a list that is looked through, not a history. */
const MOST = 30;

/** Where each is asked for, and what of the answer is offered. */
const ASKED: {
  readonly [K in AskedKind]: { readonly path: string; offer(answer: Answers[K]): readonly Offered[] };
} = {
  task: {
    path: '/api/v1/tasks',
    offer: ({ tasks }) => tasks.map(({ id, title }) => ({ value: id, summary: title })),
  },
  run: {
    path: `/api/v1/runs?limit=${MOST}`,
    offer: ({ runs }) => [
      { value: 'last', summary: 'the newest run' },
      ...runs.map(({ id, title, state }) => ({ value: String(id), summary: `${title}, ${state}` })),
    ],
  },
  agent: {
    path: '/api/v1/agents',
    offer: ({ agents }) => agents.map(({ label, state }) => ({ value: label, summary: state })),
  },
  approval: {
    path: `/api/v1/approvals?state=pending&limit=${MOST}`,
    offer: ({ approvals }) => approvals.map(({ id, title }) => ({ value: String(id), summary: title })),
  },
  service: {
    path: '/api/v1/services',
    offer: ({ services }) => services.map(({ task, state }) => ({ value: task, summary: state })),
  },
};

/** The answers of this very version: the CLI and the Luka that it finds are of one home. */
interface Answers {
  readonly task: ResponseOf<Contract['listTasks']>;
  readonly run: ResponseOf<Contract['listRuns']>;
  readonly agent: ResponseOf<Contract['listAgents']>;
  readonly approval: ResponseOf<Contract['listApprovals']>;
  readonly service: ResponseOf<Contract['listServices']>;
}

/** @throws LukaError as the question does */
export async function askedValues<K extends AskedKind>(get: QuickGet, kind: K): Promise<readonly Offered[]> {
  const asked = ASKED[kind];
  const answer = await get(asked.path);
  return answer === undefined ? [] : asked.offer(answer as Answers[K]);
}

/** A line for each: the word, a tab, what it is. What would break a line is left out of it. */
export function offeredLines(offered: readonly Offered[]): string {
  const plain = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ');
  return offered.map(({ value, summary }) => `${plain(value)}\t${plain(summary)}\n`).join('');
}
