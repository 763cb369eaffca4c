import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openLedger } from '../governance/testing.ts';
import { homeLayout } from '../home/layout.ts';
import { temporaryFolder } from '../testing.ts';
import { createRetrieval } from './create-retrieval.ts';
import { makeIndex } from './testing.ts';

function vectorsIn(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  const { count } = db.prepare('select count(*) as count from vectors').get() as { count: number };
  db.close();
  return count;
}

it('vectors are made when a sync is over, and not beside it', async () => {
  await using folder = await temporaryFolder();
  await using ledger = await openLedger();
  const layout = homeLayout(folder.path);
  await mkdir(dirname(layout.knowledge), { recursive: true });
  const errors: unknown[] = [];
  const retrieval = createRetrieval({
    ...ledger,
    layout,
    // Nothing listens there.
    ollamaUrl: 'http://127.0.0.1:9',
    onWritten: () => undefined,
    onError: (error) => errors.push(error),
  });
  const tell = (data: Record<string, unknown>): void =>
    ledger.store.commit((tx) => tx.emit({ type: 'knowledge.changed', data }));
  retrieval.start();
  await retrieval.vectors.idle();
  makeIndex(dirname(layout.knowledge), [{ path: '/a.md', text: 'one' }]);
  tell({ sync: 1, state: 'walking' });
  tell({ source: 'notes' });
  tell({ sync: 1, state: 'reading' });
  await ledger.store.durable();
  await retrieval.vectors.idle();
  expect(vectorsIn(layout.knowledge)).toBe(0);
  tell({ sync: 1, state: 'done' });
  await expect.poll(() => vectorsIn(layout.knowledge), { timeout: 20_000 }).toBe(1);
  await retrieval.stop();
  expect(errors).toEqual([]);
}, 40_000);
