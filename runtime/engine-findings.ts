/** Faults of the installation that a person should see. */
import type { Finding } from '#shared/nouns/finding.ts';

export function wasSetAside(file: string, setAside: string): Finding {
  return {
    code: 'database_corrupt',
    severity: 'error',
    message: `the ledger was damaged and a fresh one was started; the old file is ${setAside}`,
    remedy:
      'restore a copy over luka.db while Luka is stopped, or delete the file when you no longer need it',
    file,
  };
}

export function unwatched(folder: string, error: unknown): Finding {
  return {
    code: 'task_unwatched',
    severity: 'warning',
    message: `changes of task files may go unnoticed: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'start Luka again after mending the cause; luka.log has the details',
    file: folder,
  };
}

export function damaged(file: string, faults: readonly string[]): Finding {
  return {
    code: 'database_corrupt',
    severity: 'error',
    message: `the ledger has damaged pages: ${faults[0] ?? 'unknown'}`,
    remedy: 'stop Luka and restore a copy of luka.db',
    file,
  };
}
