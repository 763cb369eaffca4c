import { readSched, schedDate } from '../doctor/darwin/read-sched.ts';
import type { WakeTool } from './wake-tool.ts';

/** What Luka's wakes are listed as. */
const OWNER = 'luka';

/** `pmset schedule wake "MM/dd/yy HH:mm:ss" owner` (pmset(1)); times are those of the machine's zone. */
export function createPmsetWakes(pmset: string, sched: () => Promise<string>): WakeTool {
  return {
    scheduled: async () => readSched(await sched()),
    plan: (at) => [pmset, 'schedule', 'wake', schedDate(at), OWNER],
    cancel: (at) => [pmset, 'schedule', 'cancel', 'wake', schedDate(at), OWNER],
  };
}
