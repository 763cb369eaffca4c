/** Open items of lists that somebody wrote: in memories, and in the files of reports. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ToDo } from '#shared/nouns/report.ts';
import { isoAt } from '../../clock.ts';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { readItem } from '../../knowledge/prompts/to-dos.ts';
import { listNames } from '../report-names.ts';

/** The newest ones: what is older and still open was written down again, or is not. */
const MOST_MEMORIES = 5_000;
const MOST_REPORTS = 300;
const LONGEST_FILE = 1_000_000;

interface WrittenItem {
  readonly open: boolean;
  readonly toDo: ToDo;
}

/**
 * The newest first. The same words twice are one to-do; checked off in one place, it is done in all.
 * @param reports the folder of reports, absolute
 */
export async function gatherWritten(db: DatabaseSync, reports: string): Promise<ToDo[]> {
  const items = [...fromMemories(db), ...(await fromReports(reports))];
  const done = new Set(items.filter(({ open }) => !open).map(({ toDo }) => keyOf(toDo)));
  const told = new Map<string, ToDo>();
  for (const { open, toDo } of items) {
    const key = keyOf(toDo);
    if (open && !done.has(key) && !told.has(key)) told.set(key, toDo);
  }
  return [...told.values()].toSorted((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
}

function keyOf({ task }: ToDo): string {
  return task.toLocaleLowerCase('en').replace(/\s+/g, ' ').trim();
}

function fromMemories(db: DatabaseSync): WrittenItem[] {
  const rows = db
    .prepare(
      `select id, text, meta, at from
         (select id, text, meta, at from memories where merged_into is null order by id desc limit ${MOST_MEMORIES})
       where text like '%[ ]%' or text like '%[x]%'`,
    )
    .all() as { id: number; text: string; meta: string; at: number }[];
  return rows.flatMap(({ id, text, meta, at }) =>
    itemsOf(text, JSON.parse(meta) as Record<string, unknown>, isoAt(at), { kind: 'memory', id }),
  );
}

async function fromReports(folder: string): Promise<WrittenItem[]> {
  const found: WrittenItem[] = [];
  for (const { name } of (await listNames(folder)).slice(0, MOST_REPORTS)) {
    const file = join(folder, `${name}.md`);
    const known = await stat(file).catch(undefinedWhereGone);
    if (!known || known.size > LONGEST_FILE) continue;
    const text = await readFile(file, 'utf8').catch(undefinedWhereGone);
    if (text === undefined) continue;
    found.push(...itemsOf(text, {}, isoAt(Math.floor(known.mtimeMs)), { kind: 'report', id: name }));
  }
  return found;
}

function itemsOf(
  text: string,
  meta: Readonly<Record<string, unknown>>,
  since: string,
  source: Pick<ToDo['source'], 'kind' | 'id'>,
): WrittenItem[] {
  const said = (key: string) => (typeof meta[key] === 'string' ? meta[key] : undefined);
  return text.split('\n').flatMap((line, index) => {
    const item = readItem(line);
    if (!item) return [];
    const { open, phase, task, owner } = item;
    return {
      open,
      toDo: {
        phase: phase ?? said('phase') ?? 'open',
        task,
        owner: owner ?? said('owner') ?? 'person',
        since,
        source: { ...source, line: index + 1, text: line.trim() },
      },
    };
  });
}
