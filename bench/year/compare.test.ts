/** What a comparison of totals over a whole tier lets through is found: the same sum in other buckets. */
import { describe, expect, it } from 'vitest';
import { machineZone } from '#runtime/schedule/machine-zone.ts';
import { zoneOf } from '#runtime/schedule/zone.ts';
import { DAY_MS, HOUR_MS } from '#runtime/telemetry/figures/place.ts';
import { NoteBook } from '#runtime/telemetry/note/note-book.ts';
import { sampleHistory } from '#runtime/telemetry/testing.ts';
import { compareTiers } from './compare.ts';

const START = Date.UTC(2026, 2, 1, 10, 20);

async function rolledUp() {
  const history = await sampleHistory();
  const { ledger, figures, view } = history;
  // Across a change of the clocks, where the machine's zone has one.
  for (let day = 0; day < 40; day += 1) {
    ledger.run({ endedAt: START + day * DAY_MS, state: day % 3 === 0 ? 'failed' : 'succeeded' });
    ledger.run({ endedAt: START + day * DAY_MS + 5 * HOUR_MS + 77, task: day % 2 === 0 ? null : 'other' });
    ledger.event('slot.decided', START + day * DAY_MS, { data: { state: 'missed', count: day + 1 } });
  }
  await new NoteBook({ figures, ledger: view }).note(ledger.newest, zoneOf(machineZone()));
  return Object.assign(history, {
    off(hoursFrom = 0) {
      const { runs, events } = compareTiers({ ledger: ledger.file, figures: history.file }, hoursFrom);
      return [runs.off, events.off];
    },
  });
}

describe('roll-ups against the ledger', () => {
  it('are the same, by hour and by day, and events that came later are not missed', async () => {
    await using it = await rolledUp();
    it.ledger.event('system.stopping', START + 50 * DAY_MS);
    const compared = compareTiers({ ledger: it.ledger.file, figures: it.file }, 0);
    expect(compared.runs).toMatchObject({ off: 0, examples: [] });
    expect(compared.events).toMatchObject({ off: 0, examples: [] });
    expect(compared.runs.values).toBeGreaterThan(400);
    expect(compared.events.values).toBeGreaterThan(300);
  });

  it.each(['run_hours', 'run_days'])(
    '%s: a run in the wrong bucket, with the right sum, is two',
    async (table) => {
      await using it = await rolledUp();
      const bucket = table === 'run_hours' ? 'hour' : 'day';
      const move = (edge: string, by: number) =>
        it.figures.run(
          `update ${table} set succeeded = succeeded + ? where task = 'other' and ${bucket} = (select ${edge}(${bucket}) from ${table} where task = 'other')`,
          by,
        );
      expect([move('min', -1), move('max', 1)]).toEqual([1, 1]);
      expect(it.off()).toEqual([2, 0]);
    },
  );

  it.each(['event_hours', 'event_days'])('%s: an event in the wrong bucket, too', async (table) => {
    await using it = await rolledUp();
    const bucket = table === 'event_hours' ? 'hour' : 'day';
    const move = (edge: string, by: number) =>
      it.figures.run(
        `update ${table} set n = n + ? where name = 'slot:missed' and ${bucket} = (select ${edge}(${bucket}) from ${table} where name = 'slot:missed')`,
        by,
      );
    expect([move('min', 3), move('max', -3)]).toEqual([1, 1]);
    expect(it.off()).toEqual([0, 6]);
  });

  it('find a bucket that is missing, one too many, and all tasks together that are not', async () => {
    await using it = await rolledUp();
    it.figures.run('delete from event_days where day = 20260305');
    expect(it.off()[1]).toBe(2 + 2 + 1 + 5);
    it.figures.run("update run_days set runs = runs + 1, task = 'ghost' where task = '*' and day = 20260305");
    expect(it.off()[0]).toBeGreaterThan(4);
  });

  it('hours that may have gone by age are not looked at; days are', async () => {
    await using it = await rolledUp();
    const from = START + 10 * DAY_MS;
    it.figures.run('delete from event_hours where hour < ?', from - DAY_MS);
    it.figures.run('delete from run_hours where hour < ?', from - DAY_MS);
    expect(it.off(from)).toEqual([0, 0]);
    expect(it.off()[0]).toBeGreaterThan(0);
  });
});
