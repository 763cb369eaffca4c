/** What a person is to see of telemetry. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { UnusualRun } from '#shared/nouns/insights.ts';

/** So long an unusual run is told that no usual one has followed. ms. */
export const WATCHED_MS = 7 * 86_400_000;

export function unusualFinding({ run, task, message, history, kind }: UnusualRun): Finding {
  return {
    code: 'run_unusual',
    severity: 'warning',
    message: `run ${run} of ${task} ${message} (the median of ${history} runs)`,
    remedy:
      kind === 'slower'
        ? `see what held it up with \`luka logs ${run}\`; the next usual run settles this`
        : `see whether it did all of its work with \`luka logs ${run}\`; the next usual run settles this`,
  };
}

export function figuresSetAside(file: string, setAside: string): Finding {
  return {
    code: 'database_corrupt',
    severity: 'warning',
    message: `the figures of telemetry were damaged and are made anew of the runs that are kept; the old file is ${setAside}`,
    remedy: 'delete the old file when you no longer need it',
    file,
  };
}
