import { chmod, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createRuntime } from '../create-runtime.ts';
import { openDatabase } from '../store/open-database.ts';
import { send, startLuka } from '../server/testing.ts';
import { ManualClock } from '../testing.ts';
import { checkBeforeStart } from './self-check.ts';
import { DAY, NOW, soundHome } from './testing.ts';

/** A whole Luka, examined twice. */
const LONG = 180_000;

const clock = { now: () => NOW };
const roomy = () => Promise.resolve(1e12);

describe('before a start', () => {
  it('a sound home is told nothing of, in a few milliseconds', async () => {
    await using it = await soundHome();
    it.ledger();
    await checkBeforeStart({ layout: it.layout, clock });
    const started = performance.now();
    const checked = await checkBeforeStart({ layout: it.layout, clock, free: roomy });
    checked.noteLedger(NOW - 1_000);
    expect(performance.now() - started).toBeLessThan(250);
    expect(checked.findings()).toEqual([]);
  });

  it('little room, loose files and a clock that was set back are found, with what was seen', async () => {
    await using it = await soundHome();
    it.ledger();
    await chmod(it.layout.database, 0o644);
    const checked = await checkBeforeStart({
      layout: it.layout,
      clock,
      free: () => Promise.resolve(50_000_000),
    });
    checked.noteLedger(NOW + 2 * DAY);
    expect(checked.findings().map(({ code, severity }) => [code, severity])).toEqual([
      ['disk_low', 'error'],
      ['home_files_loose', 'warning'],
      ['clock_back', 'warning'],
    ]);
    expect(checked.findings().every(({ evidence, remedy }) => evidence !== undefined && remedy !== '')).toBe(
      true,
    );
  });

  it('a clock of 1970 keeps Luka from starting: what it wrote would be removed as old', async () => {
    await using it = await soundHome();
    it.ledger();
    it.closeLedger();
    const runtime = createRuntime({
      home: it.layout.root,
      apiPort: 0,
      uiPort: 0,
      clock: new ManualClock(60_000),
    });
    await expect(runtime.start()).rejects.toMatchObject({
      code: 'clock_absurd',
      remedy: expect.stringContaining('set the clock'),
    });
    const { db } = openDatabase(it.layout.database, NOW);
    expect(db.prepare('select count(*) as n from events').get()).toEqual({ n: 0 });
    db.close();
  });
});

describe('a Luka that runs', () => {
  it(
    'tells what its start found in its status and overview, and examines and mends itself when asked',
    async () => {
      await using luka = await startLuka({}, async (layout) => {
        await writeFile(layout.policy, '', { mode: 0o600 });
        await chmod(layout.policy, 0o644);
      });
      const status = await luka.client.getStatus();
      expect(status.findings?.map(({ code }) => code)).toContain('home_files_loose');
      const overview = await luka.client.getOverview();
      expect(overview.findings.map(({ code }) => code)).toContain('home_files_loose');

      const report = await luka.client.examine({ query: {} });
      expect(report.running).toMatchObject({ pid: process.pid, host: 'headless' });
      const ids = report.checks
        .filter(({ state }) => state === 'unknown')
        .map(({ id, note }) => `${id}: ${note}`);
      expect(ids).toEqual([]);
      expect(report.findings).toContainEqual(
        expect.objectContaining({ check: 'permissions', subject: 'mode' }),
      );
      const body = { check: 'permissions', subject: 'mode' };
      expect(await luka.client.mendFinding({ body })).toMatchObject({
        done: expect.stringContaining('owner'),
      });
      await expect(luka.client.mendFinding({ body })).rejects.toMatchObject({ code: 'finding_gone' });
      const { rows } = await luka.client.listAudit({ query: { limit: 5 } });
      expect(rows).toContainEqual(
        expect.objectContaining({ action: 'doctor.mended', subject: 'permissions: mode' }),
      );

      const full = await luka.client.examine({ query: { full: '1' } });
      expect(full.checks.find(({ id }) => id === 'audit')).toMatchObject({ state: 'ok' });
      // Everything goes on: the doctor's reading has taken no lock of the ledger away.
      await expect(luka.client.getStatus()).resolves.toMatchObject({ pid: process.pid });
    },
    LONG,
  );

  it(
    'lets nobody mend who may only read',
    async () => {
      await using luka = await startLuka({}, async () => undefined);
      const { token } = await luka.client.createClient({
        body: { name: 'reader', role: 'codex', scopes: ['context:read'] },
      });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ check: 'permissions', subject: 'mode' });
      expect(
        (await send(luka.apiUrl, { method: 'POST', path: '/api/v1/doctor/mend', headers, body })).code,
      ).toBe('scope_missing');
    },
    LONG,
  );
});
