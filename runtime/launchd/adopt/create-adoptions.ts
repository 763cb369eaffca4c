/** Adoption on this machine: over its launchd, with the agents of the person Luka runs as. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { awaitIdle } from '../../runs/await-idle.ts';
import type { RunQueries } from '../../runs/run-queries.ts';
import type { SecretStore } from '../../safety/secrets/stores/secret-store.ts';
import type { Store } from '../../store/store.ts';
import type { TaskRegistry } from '../../tasks/ports.ts';
import type { AgentChanges } from '../changes/agent-changes.ts';
import { AdoptionService } from './adoption-service.ts';

/** A service may take its grace to end. */
const PATIENCE_MS = 60_000;

export interface AdoptionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: TaskRegistry;
  readonly queries: RunQueries;
  readonly secrets: () => Promise<SecretStore>;
  /** Of agents: there is one that makes them, for it knows which are busy. */
  readonly changes: AgentChanges;
  /** Of the person, absolute. */
  readonly home: string;
  readonly onError: (error: unknown) => void;
}

export function createAdoptions(options: AdoptionsOptions): AdoptionService {
  const { store, clock, tasks, queries, secrets, changes, home, onError } = options;
  return new AdoptionService({
    store,
    clock,
    tasks,
    changes,
    secrets,
    home,
    folder: join(home, 'Library', 'LaunchAgents'),
    user: userInfo().username,
    readText: (file) => readFile(file, 'utf8'),
    idle: (task) => awaitIdle(task, { store, queries, clock }, PATIENCE_MS),
    onError,
  });
}
