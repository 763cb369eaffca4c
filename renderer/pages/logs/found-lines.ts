/** What a search has found so far, as the rows of a list: under each run its lines. Grows as the search goes. */
import type { LogHit, LogHitRun, LogSearchEvent, LogSearchProgress } from '#shared/nouns/log-search.ts';

export interface FoundGroup {
  readonly key: string;
  readonly run: LogHitRun;
  readonly attempt: number;
  /** Lines that match, and those of them that are listed. */
  total: number;
  listed: number;
}

export type FoundRow =
  | { readonly kind: 'run'; readonly key: string; readonly group: FoundGroup }
  | { readonly kind: 'hit'; readonly key: string; readonly group: FoundGroup; readonly hit: LogHit }
  | { readonly kind: 'more'; readonly key: string; readonly group: FoundGroup };

export class FoundLines {
  rows: FoundRow[] = [];
  readonly unreadable: string[] = [];
  progress: LogSearchProgress | undefined;
  /** Of searches before that this one goes on from. */
  #before: LogSearchProgress | undefined;
  #group: FoundGroup | undefined;

  apply(event: LogSearchEvent): void {
    switch (event.kind) {
      case 'hits':
        return this.#add(event);
      case 'unreadable':
        this.unreadable.push(`#${event.run}: ${event.message}`);
        return;
      case 'end':
        this.#close();
        this.progress = sum(this.#before, event);
        return;
      case 'progress':
        this.progress = sum(this.#before, event);
        return;
      case 'waiting':
      case 'error':
        return;
    }
  }

  /** Another search goes on where this one ended: a run that was not searched to its end comes once more. */
  goOn(): void {
    this.#close();
    const from = this.progress?.next;
    if (from === undefined || !this.progress) return;
    const again = this.rows.filter(({ group }) => group.run.id < from);
    this.rows = this.rows.filter(({ group }) => group.run.id >= from);
    const groups = again.flatMap((row) => (row.kind === 'run' ? [row.group] : []));
    const matches = groups.reduce((all, { total }) => all + total, 0);
    this.#before = {
      ...this.progress,
      matches: this.progress.matches - matches,
      listed: this.rows.filter(({ kind }) => kind === 'hit').length,
      matchedRuns: new Set(this.rows.map(({ group }) => group.run.id)).size,
    };
  }

  #add({ run, attempt, hits, total }: Extract<LogSearchEvent, { kind: 'hits' }>): void {
    const key = `${run.id}.${attempt}`;
    if (this.#group?.key !== key) {
      this.#close();
      this.#group = { key, run, attempt, total, listed: 0 };
      this.rows.push({ kind: 'run', key, group: this.#group });
    }
    const group = this.#group;
    group.total = total;
    group.listed += hits.length;
    for (const hit of hits) this.rows.push({ kind: 'hit', key: `${key}.${hit.stream}${hit.at}`, group, hit });
  }

  #close(): void {
    const group = this.#group;
    this.#group = undefined;
    if (group && group.total > group.listed)
      this.rows.push({ kind: 'more', key: `${group.key}.more`, group });
  }
}

function sum(before: LogSearchProgress | undefined, now: LogSearchProgress): LogSearchProgress {
  if (!before) return { ...now };
  return {
    runs: before.runs + now.runs,
    of: before.runs + now.of,
    bytes: before.bytes + now.bytes,
    matches: before.matches + now.matches,
    matchedRuns: before.matchedRuns + now.matchedRuns,
    listed: before.listed + now.listed,
    gone: before.gone + now.gone,
    ...(now.next === undefined ? {} : { next: now.next }),
  };
}

/** Where a line is shown in its run. @param q marks what was searched for, where it was text */
export function lineAddress({ run, attempt }: FoundGroup, hit: LogHit, q: string | undefined): string {
  const at = new URLSearchParams({ attempt: String(attempt), line: `${hit.stream}.${hit.at}` });
  if (q !== undefined) at.set('q', q);
  return `/runs/${run.id}?${at.toString()}`;
}
