/** What a crontab, a list of pm2 or units of systemd would become here. Pure: it reads and writes nothing. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { ImportedTask, ImportPlan, ImportSource } from '#shared/nouns/import-plan.ts';
import type { Candidate, InParts, Reading } from './candidate.ts';
import { IdPool } from './command-name.ts';
import { finding } from './findings.ts';
import { originKey } from './origin.ts';
import { readCrontab, type CrontabOptions } from './plan-crontab.ts';
import { readPm2 } from './plan-pm2.ts';
import { readSystemd } from './plan-systemd.ts';
import { writeTaskText } from './task-text.ts';

/** A task that is here; `original` where it was imported, in its source's own words. */
export interface ExistingTask {
  readonly id: string;
  readonly original?: string | undefined;
}
export type PlanOptions = CrontabOptions;

/** Never throws for what the text holds: what cannot be read is a finding. */
export function planImport(
  source: ImportSource,
  text: string,
  existing: readonly ExistingTask[],
  options: PlanOptions = {},
): ImportPlan {
  const parts = planInParts(source, text, existing, options);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

/** The same in parts of a few milliseconds each. */
export function* planInParts(
  source: ImportSource,
  text: string,
  existing: readonly ExistingTask[],
  options: PlanOptions,
): InParts<ImportPlan> {
  // Half a character cannot be written into a file, nor be in one.
  const read = text.toWellFormed();
  const { candidates, findings } = yield* readers(source, read, options);
  const ids = new IdPool(existing.map(({ id }) => id));
  const here = byOrigin(existing);
  const lines = new Map<string, number>();
  const tasks: ImportedTask[] = [];
  for (const candidate of candidates) {
    tasks.push(planOne(candidate, { source, ids, here, lines }));
    yield;
  }
  const late = source === 'crontab' && tasks.some(({ state }) => state === 'new') ? [lateFinding()] : [];
  return { source, tasks, findings: [...findings, ...late] };
}

function readers(source: ImportSource, text: string, options: PlanOptions): InParts<Reading> {
  switch (source) {
    case 'pm2':
      return readPm2(text);
    case 'systemd':
      return readSystemd(text);
    case 'crontab':
      return readCrontab(text, options);
  }
}

interface Known {
  readonly source: ImportSource;
  readonly ids: IdPool;
  /** Ids of tasks that are here, by the entry they came from. */
  readonly here: Map<string, string[]>;
  /** Lines of entries of this text, by what they say. */
  readonly lines: Map<string, number>;
}

function planOne(candidate: Candidate, { source, ids, here, lines }: Known): ImportedTask {
  const { name, title, original, line, draft } = candidate;
  const key = originKey(original);
  const first = lines.get(key);
  if (line !== undefined && first === undefined) lines.set(key, line);
  const known = here.get(key)?.shift();
  const id = known ?? ids.take(name);
  const written = draft === undefined ? undefined : writeTaskText(draft, { source, original, line });
  const findings: Finding[] = [
    ...candidate.findings,
    ...(written?.errors ?? []),
    ...(first === undefined ? [] : [twiceFinding(first, line)]),
  ];
  const isSound = !findings.some(({ severity }) => severity === 'error');
  return {
    id,
    title,
    original,
    ...(line === undefined ? {} : { line }),
    text: isSound ? (written?.text ?? '') : '',
    ...(written?.trigger === undefined ? {} : { trigger: written.trigger }),
    state: !isSound ? 'cannot' : known === undefined ? 'new' : 'exists',
    written: false,
    findings,
  };
}

function byOrigin(existing: readonly ExistingTask[]): Map<string, string[]> {
  const here = new Map<string, string[]>();
  for (const { id, original } of existing) {
    if (original === undefined) continue;
    const key = originKey(original);
    here.set(key, [...(here.get(key) ?? []), id]);
  }
  return here;
}

function twiceFinding(first: number, line: number | undefined): Finding {
  return finding('import_twice', 'warning', {
    message: `the same entry stands in line ${first} already`,
    remedy: 'import only one of the two, unless it is meant to run twice',
    line,
  });
}

function lateFinding(): Finding {
  return finding('import_late', 'info', {
    message: 'cron forgets what falls into sleep; Luka makes up for it with one run afterwards',
    remedy: 'write "catchUp: skip" into a task that must not run late',
  });
}
