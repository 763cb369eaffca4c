/** Everything that a report of a time is made from. */
import type { DatabaseSync } from 'node:sqlite';
import type { LiveFacts, ReportFacts } from '../facts.ts';
import type { Period } from '../period.ts';
import { gatherAudit } from './audit.ts';
import { gatherFailures } from './failures.ts';
import { needsOf } from './needs.ts';
import { gatherOpen } from './open.ts';
import { gatherPower } from './power.ts';
import { gatherRuns } from './runs.ts';
import { gatherAway, gatherSlots } from './slots.ts';
import { gatherWritten } from './written-to-dos.ts';

const MOST_TO_DOS = 60;

export interface GatherOptions {
  readonly period: Period;
  readonly now: number;
  readonly live: LiveFacts;
  /** Folders, absolute. */
  readonly logs: string;
  readonly reports: string;
}

export async function gather(db: DatabaseSync, options: GatherOptions): Promise<ReportFacts> {
  const { period, now, live, logs, reports } = options;
  const tasks = new Map(live.tasks.map((task) => [task.id, task]));
  const toDos = await gatherWritten(db, reports);
  return {
    period,
    now,
    ...gatherRuns(db, period, tasks),
    ...(await gatherFailures(db, period, { logs, tasks })),
    ...gatherSlots(db, period, tasks),
    away: gatherAway(db, period),
    ...gatherAudit(db, period, tasks),
    power: gatherPower(db, period, now),
    ...needsOf(gatherOpen(db, live.tasks, now), live),
    toDos: toDos.slice(0, MOST_TO_DOS),
    moreToDos: Math.max(0, toDos.length - MOST_TO_DOS),
  };
}
