/** Memory, assistant, prompts and reports put together. */
import type { AgentSummary } from '#shared/nouns/agent.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { AssistantSettings } from '#shared/nouns/settings.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import { promptsFolder } from '../home/places.ts';
import type { LogShelf } from '../runs/logs/log-shelf.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import type { Safety } from '../safety/create-safety.ts';
import type { ScheduleService } from '../schedule/schedule-service.ts';
import type { Supervisor } from '../services/supervisor.ts';
import type { Store } from '../store/store.ts';
import type { TaskRegistry } from '../tasks/ports.ts';
import { Assistant } from './assistant/assistant.ts';
import { Conversations } from './assistant/conversations.ts';
import { createLedgerState } from './assistant/live/ledger-state.ts';
import { WorkerLedgerReader } from './memory/ledger-reader.ts';
import { MemoryBook } from './memory/memory-book.ts';
import { similarFailures } from './memory/similar-failures.ts';
import { PromptShelf } from './prompts/prompt-shelf.ts';
import { ReportDesk } from './prompts/report-desk.ts';
import { createStateValues } from './prompts/state-values.ts';
import type { Retriever } from './retriever.ts';

export interface MindOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly logs: LogShelf;
  readonly queries: RunQueries;
  readonly registry: TaskRegistry;
  readonly schedule: ScheduleService;
  readonly services: Pick<Supervisor, 'list'>;
  readonly safety: Pick<Safety, 'audit' | 'approvals' | 'validation'>;
  readonly agents: () => Promise<readonly AgentSummary[]>;
  readonly findings: () => readonly Finding[];
  readonly retriever: Retriever;
  readonly model: () => AssistantSettings | null;
  /** A report was written into the home. */
  readonly onWritten: () => void;
  readonly onError: (error: unknown) => void;
}

const MOST_WAITING = 50;

export type Mind = ReturnType<typeof createMind>;

export function createMind(options: MindOptions) {
  const { store, clock, layout, logs, queries, registry, schedule, safety } = options;
  const { audit } = safety;
  const reader = new WorkerLedgerReader(layout.database);
  const memories = new MemoryBook({ store, clock, audit, reader, onError: options.onError });
  const conversations = new Conversations({ store, clock, audit });
  const state = createLedgerState({
    clock,
    queries,
    schedule,
    tasks: () => registry.list().map(({ id, definition }) => ({ id, title: definition?.title ?? id })),
    approvals: () => safety.approvals.queries.list({ state: 'pending', limit: MOST_WAITING }).approvals,
    validations: () => safety.validation.list('waiting', MOST_WAITING),
    services: () => options.services.list(),
    agents: options.agents,
    escalated: () => conversations.escalated({ limit: MOST_WAITING, after: 0 }).escalated,
    findings: () => [
      ...options.findings(),
      ...registry.findings(),
      ...registry.list().flatMap(({ findings }) => findings),
    ],
  });
  const { retriever, model } = options;
  return {
    memories,
    conversations,
    assistant: new Assistant({ clock, conversations, memories, retriever, state, model }),
    prompts: new PromptShelf({
      folder: layout.prompts,
      shipped: promptsFolder(),
      values: createStateValues({ state, memories, audit, home: layout.root }),
    }),
    reports: new ReportDesk({
      store,
      audit,
      state,
      ownerOf: (task) => registry.get(task)?.definition?.owner,
      folder: layout.reports,
      onWritten: options.onWritten,
    }),
    /** @throws LukaError run_unknown, knowledge_unavailable */
    similar: (run: number) => similarFailures(run, { store, reader, logs, memories }),
    stop: (): Promise<void> => reader.close(),
  };
}
