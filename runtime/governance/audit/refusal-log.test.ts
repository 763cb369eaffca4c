import { expect, it } from 'vitest';
import { openLedger } from '../testing.ts';
import { createRefusalLog } from './refusal-log.ts';

it('is one row at once and one a minute, however often a page tries', async () => {
  await using ledger = await openLedger();
  const log = createRefusalLog(ledger);
  const subjects = () => ledger.rows().map(({ subject, reason }) => `${subject} ${reason}`);
  for (let n = 0; n < 1_000; n += 1) log.note('host_not_allowed', undefined);
  log.note('scope_missing', { name: 'builder', role: 'codex' });
  expect(subjects()).toEqual(['a request host_not_allowed', 'a request scope_missing']);
  ledger.clock.advance(60_000);
  expect(subjects()).toEqual([
    'a request host_not_allowed',
    'a request scope_missing',
    '999 requests host_not_allowed',
  ]);
  log.note('host_not_allowed', undefined);
  log.note('host_not_allowed', undefined);
  log.close();
  expect(subjects().slice(3)).toEqual(['a request host_not_allowed', 'a request host_not_allowed']);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, rows: 5 });
});
