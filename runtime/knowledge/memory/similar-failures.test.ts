import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PERSON } from '#shared/nouns/role.ts';
import { AuditLog } from '../../governance/audit/audit-log.ts';
import { systemClock } from '../../clock.ts';
import { temporaryBench } from '../../runs/testing.ts';
import { temporaryFolder } from '../../testing.ts';
import { WorkerLedgerReader } from './ledger-reader.ts';
import { MemoryBook } from './memory-book.ts';
import { similarFailures } from './similar-failures.ts';

it('finds the failures before it, what mended them, and the memories that fit', async () => {
  await using folder = await temporaryFolder();
  const mended = join(folder.path, 'mended');
  const copy = `echo "cp: /mnt/photos: Input/output error after $RANDOM bytes" >&2; test -e ${mended} || exit 5`;
  await using bench = await temporaryBench({
    copy: { steps: [{ run: copy }] },
    other: { steps: [{ run: 'echo "no route to host" >&2; exit 5' }] },
    strange: { steps: [{ run: 'echo fine; exit 9' }] },
  });
  const reader = new WorkerLedgerReader(bench.layout.database);
  const book = new MemoryBook({
    store: bench.store,
    clock: systemClock,
    reader,
    onError: (error) => {
      throw error;
    },
    audit: new AuditLog({ store: bench.store, clock: systemClock }),
  });
  const look = (run: number) =>
    similarFailures(run, { store: bench.store, reader, logs: bench.logs, memories: book });
  const run = async (task: string) => bench.ended((await bench.request(task)).id);

  const first = await run('copy');
  expect(first.state).toBe('failed');
  expect(await look(first.id)).toEqual({ run: first.id, failures: [], memories: [] });
  const other = await run('other');
  const strange = await run('strange');
  await writeFile(mended, '');
  const good = await run('copy');
  expect(good.state).toBe('succeeded');
  expect(await look(good.id)).toEqual({ run: good.id, failures: [], memories: [] });
  await rm(mended);
  const solution = await book.remember(
    { kind: 'solution', text: 'Input/output error on /mnt/photos: unplug the disk and copy again' },
    PERSON,
  );
  await book.remember({ kind: 'solution', text: 'Water the plants' }, PERSON);
  const again = await run('copy');
  const found = await look(again.id);
  expect(found.failures[0]).toMatchObject({
    run: { id: first.id },
    mendedBy: { id: good.id },
    shares: [
      'the same task',
      'the same error code step_failed',
      'the same exit code 5',
      '100 % of the end of the log',
    ],
  });
  expect(found.failures[0]!.likeness).toBeGreaterThan(0.9);
  expect(found.failures.map(({ run }) => run.id)).not.toContain(strange.id);
  expect(found.failures.map(({ run }) => run.id)).not.toContain(other.id);
  expect(found.memories.map(({ id }) => id)).toEqual([solution.id]);
  await expect(look(999)).rejects.toMatchObject({ code: 'run_unknown' });
  await reader.close();
});
