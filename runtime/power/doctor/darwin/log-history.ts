import type { SleepEvent } from '#shared/nouns/power-report.ts';
import type { SleepHistory } from '../ports.ts';
import { streamLines } from '../stream-lines.ts';
import { readLogLine, TELLS } from './read-log.ts';

/** The log is written in order, but for what a clock that was set makes of it. */
const SLACK_MS = 3_600_000;

/** By `pmset -g log`: read to its end or past the time that is asked for, and kept only in part. */
export function createLogHistory(pmset: string, env: NodeJS.ProcessEnv): SleepHistory {
  return {
    async between({ from, to }, limit) {
      const events: SleepEvent[] = [];
      let more = false;
      await streamLines({
        program: pmset,
        args: ['-g', 'log'],
        only: TELLS.source,
        env,
        onLine(line) {
          const event = readLogLine(line);
          if (!event) return undefined;
          const at = Date.parse(event.at);
          if (at > to + SLACK_MS) return 'enough';
          if (at < from || at > to) return undefined;
          events.push(event);
          if (events.length > limit) {
            events.shift();
            more = true;
          }
          return undefined;
        },
      });
      return { events, more };
    },
  };
}
