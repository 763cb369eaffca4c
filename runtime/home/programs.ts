/**
 * Where the programs are that run outside this process: child processes and worker threads. From source each is a
 * file in its room; the build puts all of them flat beside each other.
 */
import { fileURLToPath } from 'node:url';

const SOURCES = {
  'module-host': '../tasks/module-host.ts',
  'checkpoint-worker': '../store/checkpoint-worker.ts',
  'log-search-worker': '../runs/logs/search-worker.ts',
  'mask-filter': '../safety/secrets/mask-filter.ts',
  'assess-worker': '../safety/assess/assess-worker.ts',
  'check-worker': '../governance/checks/worker/check-worker.ts',
  'ledger-worker': '../knowledge/memory/ledger-worker.ts',
  'knowledge-search-worker': '../knowledge/retrieve/search-worker.ts',
  'knowledge-embed-worker': '../knowledge/recall/embed-worker.ts',
  'knowledge-consolidate-worker': '../knowledge/consolidate/consolidate-worker.ts',
  'knowledge-sync-worker': '../knowledge/sync/sync-worker.ts',
  'knowledge-read-worker': '../knowledge/read/apart/read-worker.ts',
} as const;
export type Program = keyof typeof SOURCES;
export const PROGRAMS = Object.keys(SOURCES) as Program[];

/**
 * Absolute path of a program.
 * @param from URL of a file of this room, or of the bundle
 */
export function programPath(name: Program, from: string = import.meta.url): string {
  return fileURLToPath(new URL(from.endsWith('.ts') ? SOURCES[name] : `./${name}.js`, from));
}
