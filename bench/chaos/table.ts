/** What a person reads at the end. */
import type { Tally } from './crashes.ts';
import type { DiskResult } from './disk-full.ts';
import type { Evidence } from './evidence.ts';
import { PLACES, type Point } from './points.ts';
import type { Violation } from './violation.ts';

const SHOWN = 25;

/** A line now and then, so that a long run is seen to go on. */
export function progress(kills: number): (tally: Tally) => void {
  const every = Math.max(25, Math.round(kills / 20));
  const began = performance.now();
  return (tally) => {
    if (tally.kills % every !== 0) return;
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    console.log(`  ${tally.kills} kills, ${tally.cuts} of them power cuts, after ${seconds} s`);
  };
}

export function printTable(result: {
  tally: Tally;
  /** Places where it was never killed. */
  missed: readonly Pick<Point, 'at' | 'when'>[];
  evidence: Evidence | undefined;
  disk: DiskResult;
  violations: readonly Violation[];
  ms: number;
}): void {
  const { tally, missed, evidence, disk, violations, ms } = result;
  const atPoints = [...tally.points.values()].reduce((sum, count) => sum + count, 0);
  const rows: [string, string][] = [
    ['kills', `${tally.kills}, of which Luka was up in ${tally.up}`],
    ['  at a transition', `${atPoints}, at ${PLACES.length - missed.length} of ${PLACES.length} places`],
    ['  at a random moment', String(tally.outside)],
    ['  while stopping', String(tally.stopping)],
    ['  with a power cut', `${tally.cuts}, ${tally.torn} of them with a torn tail`],
  ];
  if (evidence) {
    const { ledger, journal, effects } = evidence;
    const { asks, orders, calls } = journal;
    rows.push(
      ['runs', `${ledger.runs.length}: ${counts(ledger.runs.map((run) => run.state))}`],
      ['slots', `${ledger.slots.length}: ${counts(ledger.slots.map((slot) => slot.state))}`],
      ['asked for', `${asks.size} over HTTP, ${orders.size} order files, ${calls.size} webhook calls`],
      ['effects', `${effects.length} lines`],
    );
  }
  rows.push(
    ['disk full', 'skipped' in disk ? `skipped: ${disk.skipped}` : disk.text],
    ...(['lost', 'duplicated', 'orphan', 'ledger'] as const).map((kind): [string, string] => [
      { lost: 'lost', duplicated: 'duplicated', orphan: 'orphans', ledger: 'ledger faults' }[kind],
      String(violations.filter((violation) => violation.kind === kind).length),
    ]),
    ['time', `${(ms / 1_000).toFixed(0)} s`],
  );
  console.log('');
  for (const [name, text] of rows) console.log(`${name.padEnd(22)}${text}`);
  if (missed.length > 0)
    console.log(`never reached: ${missed.map(({ at, when }) => `${when} ${at}`).join(', ')}`);
  for (const { kind, text } of violations.slice(0, SHOWN)) console.log(`${kind.toUpperCase()} ${text}`);
  if (violations.length > SHOWN) console.log(`and ${violations.length - SHOWN} more`);
}

function counts(words: readonly string[]): string {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([word, all]) => `${all.length} ${word}`)
    .join(', ');
}
