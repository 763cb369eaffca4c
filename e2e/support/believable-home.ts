/** A person's machine in use: their tasks, two days of runs, and two that are going. For screenshots. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { AskedLuka } from './asked-luka.ts';
import { dropOrder, type TaskTexts } from './home.ts';

/** A task whose outcome is decided by the file `~/.outcome`. */
function task(title: string, tag: string, trigger: string, step: string): string {
  return `title: ${title}
tags: [${tag}]
triggers:
  - ${trigger}
steps:
  - name: ${step}
    run: exit "$(cat ~/.outcome)"
`;
}

export const BELIEVABLE_TASKS: TaskTexts = {
  'nightly-backup': task('Nightly backup', 'backup', 'cron: 30 2 * * *', 'Copy what changed'),
  'photo-import': task('Import photos', 'photos', 'cron: 15 7 * * *', 'Fetch from the camera'),
  'website-check': task('Check websites', 'web', 'every: 15m', 'Ask each site'),
  'invoice-reminders': task('Invoice reminders', 'office', 'cron: 0 9 * * *', 'Send what is due'),
  'weekly-report': task('Report of the week', 'office', 'cron: 0 17 * * 5', 'Write the report'),
  'tidy-downloads': `enabled: false\n${task('Tidy Downloads', 'files', 'cron: 0 20 * * *', 'Sort files')}`,
  'sync-notes': `title: Sync notes
description: Brings the notes of all machines together and indexes what changed.
tags: [notes]
priority: high
triggers:
  - every: 30m
steps:
  - name: Find what changed
    run: ~/bin/notes changed ~/Notes
  - name: Bring them together
    run: ~/bin/notes merge --from studio --from laptop
  - name: Index
    run: ~/bin/notes index
`,
  'agent-health': `title: Look after launch agents
tags: [system]
triggers:
  - every: 1h
steps:
  - name: Look at each agent
    argv: [sleep, "600"]
`,
  'calendar-export': `title: Export calendar
triggers:
  - cron: 0 6 * * *
steps:
  - name: Write the file
    comand: calendar export --to ~/Calendar
`,
};

/** The person's own program, in their `bin`. */
const NOTES = String.raw`#!/bin/bash
case "$1" in
  changed)
    printf '\033[1mLooking into %s\033[0m\n' '~/Notes'
    for part in journal projects/garden projects/luka reading people recipes; do printf '  \033[2m%s\033[0m\n' "$part"; done
    printf '\033[32m14 notes are new, 3 were moved\033[0m\n' ;;
  merge)
    for note in journal/monday journal/tuesday projects/garden/plan projects/luka/queue projects/luka/sleep; do
      printf '\033[36mstudio\033[0m  %s.md\n' "$note"
    done
    sleep 0.3
    printf '\033[33mskipped\033[0m people/draft.md: it is open in an editor\n' >&2
    sleep 0.3
    for note in reading/tides reading/trees recipes/bread recipes/soup; do printf '\033[35mlaptop\033[0m  %s.md\n' "$note"; done ;;
  index)
    printf '\033[1mIndexing 17 notes\033[0m\n'
    for n in 1 2 3 4 5 6 7 8 9 10 11; do
      printf '  \033[2m%2d of 17\033[0m  %3d words, %2d links\n' "$n" "$((n * 137 % 900))" "$((n * 7 % 12))"
    done
    sleep 600 ;;
esac
`;

interface Past {
  readonly task: string;
  readonly at: number;
  readonly seconds: number;
  readonly code?: number;
  readonly cause?: RunCause;
}

const MINUTE = 60_000;

/** Two days of runs at the moments at which their triggers were due, oldest first: ids grow with time. */
export function historyUntil(now: number): readonly Past[] {
  const by = (kind: RunCause['kind'], detail: string): RunCause => ({ kind, by: 'schedule', detail });
  /** The last time that a clock showed it, or a day or more before. */
  const daily = (hour: number, minute: number, daysBefore: number): number => {
    const at = new Date(now);
    at.setHours(hour, minute, 2, 0);
    if (at.getTime() > now - MINUTE) at.setDate(at.getDate() - 1);
    at.setDate(at.getDate() - daysBefore);
    return at.getTime();
  };
  const friday = new Date(daily(17, 0, 0));
  while (friday.getDay() !== 5) friday.setDate(friday.getDate() - 1);
  const quarter = (before: number): number =>
    (Math.floor(now / (15 * MINUTE)) - before) * 15 * MINUTE + 1_000;
  const backup = by('cron', 'cron 30 2 * * *');
  const photos = by('cron', 'cron 15 7 * * *');
  const invoices = by('cron', 'cron 0 9 * * *');
  const sites = by('every', 'every 15 min');
  const past: Past[] = [
    { task: 'weekly-report', at: friday.getTime(), seconds: 12.6, cause: by('cron', 'cron 0 17 * * 5') },
    { task: 'nightly-backup', at: daily(2, 30, 1), seconds: 372, cause: backup },
    { task: 'photo-import', at: daily(7, 15, 1), seconds: 67, cause: photos },
    { task: 'invoice-reminders', at: daily(9, 0, 1), seconds: 2.9, cause: invoices },
    { task: 'nightly-backup', at: daily(2, 30, 0), seconds: 348, cause: backup },
    { task: 'photo-import', at: daily(7, 15, 0), seconds: 52, cause: photos },
    { task: 'invoice-reminders', at: daily(9, 0, 0), seconds: 30.4, cause: invoices, code: 69 },
    { task: 'tidy-downloads', at: now - 171 * MINUTE, seconds: 0.8 },
    { task: 'website-check', at: quarter(9), seconds: 30, cause: sites, code: 22 },
    ...[8, 7, 6, 5, 4, 3, 2, 1].map((before) => ({
      task: 'website-check',
      at: quarter(before),
      seconds: 1 + ((before * 7) % 9) / 10,
      cause: sites,
    })),
  ];
  return past.sort((a, b) => a.at - b.at);
}

const ORDER = {
  id: 'wo-0412',
  title: 'Summarise the meeting of Tuesday',
  steps: [{ skill: 'bash', args: 'echo summarised' }],
};

/** Puts the person's program into their folder. */
export async function furnish(person: string): Promise<void> {
  await mkdir(join(person, 'bin'));
  await writeFile(join(person, 'bin', 'notes'), NOTES);
  await chmod(join(person, 'bin', 'notes'), 0o755);
}

/** Makes the runs of a history, really, and one of a dropped order after them. @returns when all have ended */
export async function makeHistory(
  { person, home }: { person: string; home: string },
  asked: AskedLuka,
  history: readonly Past[],
): Promise<void> {
  for (const { task: id, code = 0 } of history) {
    await writeFile(join(person, '.outcome'), String(code));
    await asked.ended(await asked.start(id));
  }
  await dropOrder(home, 'wo-0412.json', JSON.stringify(ORDER));
  await asked.ended(history.length + 1);
}

/** Puts the runs back to when they would have been. Luka must not be running. */
export function ageHistory(home: string, history: readonly Past[], now: number): void {
  const db = new DatabaseSync(join(home, 'luka.db'));
  const ages: readonly Past[] = [...history, { task: '', at: now - 2 * MINUTE, seconds: 6.4 }];
  for (const [index, { at, seconds, cause }] of ages.entries()) {
    const id = index + 1;
    const end = at + seconds * 1_000;
    db.prepare(
      'update runs set queued_at = ?, started_at = ?, ended_at = ?, duration_ms = ? where id = ?',
    ).run(at, at, end, seconds * 1_000, id);
    db.prepare('update attempts set started_at = ?, ended_at = ? where run = ?').run(at, end, id);
    db.prepare('update steps set started_at = ?, ended_at = ? where run = ?').run(at, end, id);
    if (!cause) continue;
    db.prepare('update runs set cause = ? where id = ?').run(JSON.stringify(cause), id);
    const due = Math.floor(at / MINUTE) * MINUTE;
    addSlot(db, { task: ages[index]!.task, cause, due, at, run: id });
  }
  sleepThroughTheNight(db, now);
  db.close();
}

const TRIGGERS: Readonly<Record<string, string>> = {
  'weekly-report': 'cron 0 17 * * 5',
  'nightly-backup': 'cron 30 2 * * *',
  'photo-import': 'cron 15 7 * * *',
  'invoice-reminders': 'cron 0 9 * * *',
  'website-check': 'every 15m',
  'sync-notes': 'every 30m',
};

interface PastSlot {
  readonly task: string;
  readonly cause: RunCause;
  readonly due: number;
  readonly at: number;
  readonly run: number;
}

function addSlot(db: DatabaseSync, { task, cause, due, at, run }: PastSlot): void {
  db.prepare(
    `insert or replace into slots (task, trigger, due, last_due, count, kind, state, code, reason, run, decided_at)
     values (?, ?, ?, ?, 1, ?, 'ran', 'on_time', 'on time', ?, ?)`,
  ).run(task, TRIGGERS[task]!, due, due, cause.kind, run, at);
}

/** What was due from 23:10 to 06:58 was merged into the first run of the morning. */
function sleepThroughTheNight(db: DatabaseSync, now: number): void {
  const night = new Date(now);
  night.setHours(6, 58, 0, 0);
  if (night.getTime() > now) night.setDate(night.getDate() - 1);
  const to = night.getTime();
  const from = to - (7 * 60 + 48) * MINUTE;
  db.prepare('insert into away (kind, from_at, to_at, source) values (?, ?, ?, ?)').run(
    'sleep',
    from,
    to,
    'the machine said so',
  );
  const reason = 'the machine slept from 23:10 to 06:58; one run for all, that of 06:45';
  for (const [task, every] of [
    ['website-check', 15],
    ['sync-notes', 30],
  ] as const) {
    const first = Math.ceil(from / (every * MINUTE)) * every * MINUTE;
    for (let due = first; due < to; due += every * MINUTE)
      db.prepare(
        `insert or replace into slots (task, trigger, due, last_due, count, kind, state, code, reason, run, decided_at)
         values (?, ?, ?, ?, 1, 'every', 'coalesced', 'one_for_all', ?, null, ?)`,
      ).run(task, TRIGGERS[task]!, due, due, reason, to);
  }
  db.prepare(
    `update slots set state = 'caught_up', code = 'after_sleep', reason = ? where trigger = ? and due between ? and ?`,
  ).run('made up for: the machine slept from 23:10 to 06:58', TRIGGERS['nightly-backup']!, from, to);
}
