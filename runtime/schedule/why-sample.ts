/** Questions about a task `backup`, asked on Wednesday 25 March 2026 at 12:00:30 in Berlin, for tests of the answers. */
import { afterAll, beforeAll, expect } from 'vitest';
import { WhyAnswer } from '#shared/nouns/slot.ts';
import { sampleLedger, sampleTask, type SampleLedger } from './sample-ledger.ts';
import { why, type WhyQuestion } from './why.ts';

/** To be called once by each file: sentences are told in the zone of the process. */
export function inBerlin(): void {
  const zone = process.env['TZ'];
  beforeAll(() => (process.env['TZ'] = 'Europe/Berlin'));
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
}

export const MINUTE = 60_000;
/** A time of that day, or of another of that month, one hour ahead of UTC. */
export function t(time: string, day = 25): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Date.UTC(2026, 2, day, hours - 1, minutes, seconds);
}
export const NOW = t('12:00:30');
const HOURLY = sampleTask('backup', { tags: ['disk'], triggers: [{ every: 3_600_000 }] });

export function ask(ledger: SampleLedger, question: Partial<WhyQuestion> = {}): WhyAnswer {
  const { queries, store } = ledger;
  const answer = why({
    task: HOURLY,
    taskId: 'backup',
    title: 'Backup',
    at: NOW,
    now: NOW,
    queries,
    store,
    started: t('08:00', 20),
    nextDue: t('13:00'),
    ...question,
  });
  return WhyAnswer.parse(answer);
}

export function told({ evidence }: WhyAnswer): string[] {
  return evidence.map(({ source, text }) => `${source}: ${text}`);
}

export interface Case {
  readonly name: string;
  readonly given: (ledger: SampleLedger) => unknown;
  readonly asked?: Partial<WhyQuestion>;
  readonly verdict: string;
  /** All of it, in order. */
  readonly evidence?: readonly string[];
  /** The first of it. */
  readonly first?: string;
}

export async function check({ given, asked, verdict, evidence, first }: Case): Promise<void> {
  await using ledger = await sampleLedger();
  given(ledger);
  const answer = ask(ledger, asked);
  expect(answer.verdict).toBe(verdict);
  if (evidence) expect(told(answer)).toEqual(evidence);
  if (first !== undefined) expect(told(answer)[0]).toBe(first);
}

export function at(moment: number): Partial<WhyQuestion> {
  return { at: moment };
}
