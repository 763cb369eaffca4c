/**
 * Where the programs are that run outside this process: child processes and worker threads. From source each is a
 * file in its room; the build puts all of them flat beside each other.
 */
import { fileURLToPath } from 'node:url';

const SOURCES = {
  'module-host': '../tasks/module-host.ts',
  'checkpoint-worker': '../store/checkpoint-worker.ts',
  'doctor-worker': '../doctor/worker/doctor-worker.ts',
  'log-search-worker': '../runs/logs/search-worker.ts',
  'log-scan-worker': '../runs/log-search/scan-worker.ts',
  'mask-filter': '../safety/secrets/mask-filter.ts',
  'assess-worker': '../safety/assess/assess-worker.ts',
  'modernize-smoke': '../modernize/smoke/smoke-program.ts',
  'modernize-worker': '../modernize/worker/modernize-worker.ts',
  'check-worker': '../governance/checks/worker/check-worker.ts',
  'ledger-worker': '../knowledge/memory/ledger-worker.ts',
  'report-worker': '../reports/report-worker.ts',
  'knowledge-search-worker': '../knowledge/retrieve/search-worker.ts',
  'knowledge-embed-worker': '../knowledge/recall/embed-worker.ts',
  'knowledge-model-worker': '../knowledge/recall/folder/model-worker.ts',
  'knowledge-consolidate-worker': '../knowledge/consolidate/consolidate-worker.ts',
  'knowledge-sync-worker': '../knowledge/sync/sync-worker.ts',
  'knowledge-read-worker': '../knowledge/read/apart/read-worker.ts',
  'telemetry-worker': '../telemetry/telemetry-worker.ts',
} as const;
export type Program = keyof typeof SOURCES;
export const PROGRAMS = Object.keys(SOURCES) as Program[];

/**
 * Absolute path of a program.
 * @param from URL of a file of this room, or of the bundle
 */
export function programPath(name: Program, from: string = import.meta.url): string {
  return outsideArchive(fileURLToPath(new URL(from.endsWith('.ts') ? SOURCES[name] : `./${name}.js`, from)));
}

/** In the packaged app these files lie beside the archive, too: a plain Node cannot look into one. */
export function outsideArchive(file: string): string {
  return file.replace(/([/\\])app\.asar([/\\])/, '$1app.asar.unpacked$2');
}
