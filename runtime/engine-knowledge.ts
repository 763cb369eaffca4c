/** The rooms of what was read and told: sources and their index, how it is asked, and the assistant. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { Clock } from './clock.ts';
import type { HomeLayout } from './home/layout.ts';
import type { SettingsStore } from './home/settings.ts';
import { createKnowledge } from './knowledge/create-knowledge.ts';
import { createMind } from './knowledge/create-mind.ts';
import { createRetrieval } from './knowledge/create-retrieval.ts';
import type { Launchd } from './launchd/create-launchd.ts';
import type { LogShelf } from './runs/logs/log-shelf.ts';
import type { RunQueries } from './runs/run-queries.ts';
import type { Safety } from './safety/create-safety.ts';
import type { ScheduleService } from './schedule/schedule-service.ts';
import type { Supervisor } from './services/supervisor.ts';
import type { Store } from './store/store.ts';
import type { TaskRegistry } from './tasks/ports.ts';

export interface KnowledgeRoomOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly settings: SettingsStore;
  readonly logs: LogShelf;
  readonly queries: RunQueries;
  readonly registry: TaskRegistry;
  readonly schedule: ScheduleService;
  readonly services: Supervisor;
  readonly safety: Safety;
  readonly launchd: Launchd;
  readonly findings: () => Finding[];
  readonly onError: (error: unknown, context: string) => void;
}

export function createKnowledgeRooms(options: KnowledgeRoomOptions) {
  const { store, clock, layout, settings, safety, launchd, onError } = options;
  const knowledge = createKnowledge({
    store,
    audit: safety.audit,
    clock,
    layout,
    onError: (error) => onError(error, 'knowledge'),
  });
  const retrieval = createRetrieval({
    store,
    clock,
    layout,
    modelFolder: () => settings.get().embeddings?.folder,
    onWritten: knowledge.ownChanged,
    onError: (error) => onError(error, 'knowledge'),
  });
  const mind = createMind({
    store,
    clock,
    layout,
    logs: options.logs,
    queries: options.queries,
    registry: options.registry,
    schedule: options.schedule,
    services: options.services,
    safety,
    agents: async () => (await launchd.agents.list()).agents,
    findings: options.findings,
    retriever: retrieval.retriever,
    onWritten: knowledge.ownChanged,
    model: () => settings.get().assistant,
    onError: (error) => onError(error, 'mind'),
  });
  return { knowledge, retrieval, mind };
}
