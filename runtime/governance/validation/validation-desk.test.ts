import { describe, expect, it } from 'vitest';
import type { CheckResult } from '#shared/nouns/check.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { RunLedger } from '../../runs/run-ledger.ts';
import { openLedger } from '../testing.ts';
import { ValidationDesk } from './validation-desk.ts';

const GG: Actor = { name: 'gg', role: 'gg' };
const result = (outcome: CheckResult['outcome'], index = 0): CheckResult => ({
  index,
  kind: 'sentence',
  name: 'it looks right',
  level: 'error',
  outcome,
  message: 'a human has to tell',
});

async function openDesk() {
  const ledger = await openLedger();
  const runs = new RunLedger(ledger.store, ledger.clock);
  const desk = new ValidationDesk(ledger);
  return {
    ...ledger,
    runs,
    desk,
    /** A run that ended with these results. */
    run(...results: CheckResult[]) {
      const definition = { steps: [{ run: 'true' }] };
      const { id } = runs.add({
        title: 'x',
        priority: 'normal',
        cause: { kind: 'manual', by: 'person' },
        params: {},
        definition,
      }).run;
      ledger.store.commit((tx) => desk.record(tx, id, 1, results));
      runs.finish(id, { state: 'succeeded' });
      return id;
    },
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
  };
}

describe('a result', () => {
  it('waits for a human where a check could not be decided, or failed', async () => {
    await using bench = await openDesk();
    bench.run(result('passed'));
    const undecided = bench.run(result('passed'), result('undecided', 1));
    const failed = bench.run(result('failed'));
    bench.run(result('warning'));
    expect(bench.desk.list('waiting', 9).map(({ id }) => id)).toEqual([undecided, failed]);
    expect(bench.runs.checks(undecided, 1)).toHaveLength(2);
  });

  it('is accepted or rejected once it is looked at, which may be thought over', async () => {
    await using bench = await openDesk();
    const id = bench.run(result('undecided'));
    await bench.desk.decide(id, { verdict: 'accepted' }, GG);
    expect(bench.desk.list('waiting', 9)).toEqual([]);
    expect(bench.desk.list('done', 9)).toMatchObject([{ id, validation: 'accepted' }]);
    await bench.desk.decide(id, { verdict: 'rejected', reason: 'it was empty' }, GG);
    expect(bench.runs.verdict(id)).toMatchObject({
      verdict: 'rejected',
      reason: 'it was empty',
      by_name: 'gg',
    });
    expect(bench.runs.row(id)?.state).toBe('succeeded');
    expect(bench.rows()).toMatchObject([
      { action: 'validation.accepted', actor: GG, subject: `run ${id}` },
      { action: 'validation.rejected', reason: 'it was empty', before: 'accepted' },
    ]);
  });

  it('needs a run that has ended and asks for it', async () => {
    await using bench = await openDesk();
    const verdict = { verdict: 'accepted' } as const;
    await expect(bench.desk.decide(99, verdict, GG)).rejects.toMatchObject({ code: 'run_unknown' });
    await expect(bench.desk.decide(bench.run(result('passed')), verdict, GG)).rejects.toMatchObject({
      code: 'validation_unneeded',
    });
    const going = bench.runs.add({
      title: 'x',
      priority: 'normal',
      cause: { kind: 'manual', by: 'person' },
      params: {},
      definition: { steps: [{ run: 'true' }] },
    }).run.id;
    await expect(bench.desk.decide(going, verdict, GG)).rejects.toMatchObject({ code: 'run_active' });
  });
});
