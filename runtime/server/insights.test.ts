/** Insights of a Luka with history in it, through its port. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INSIGHT_RANGES } from '#shared/nouns/insights.ts';
import { copyFigures } from '../backup/copy-ledger.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { readBackup } from '../backup/read-backup.ts';
import { temporaryFolder } from '../testing.ts';
import { Figures } from '../telemetry/figures/figures.ts';
import { SampleLedger } from '../telemetry/testing.ts';
import { startLuka } from './testing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Fifty nights of a backup, one of which took ten times as long, and a sync that fails every third time. */
async function lukaWithHistory() {
  const now = Date.now();
  return startLuka({}, async (layout) => {
    await writeFile(
      join(layout.tasks, 'backup.yaml'),
      'title: Backup\nbyHand: 15m\nsteps:\n  - run: "true"\n',
    );
    await writeFile(join(layout.tasks, 'sync.yaml'), 'title: Sync\nsteps:\n  - run: "true"\n');
    const ledger = new SampleLedger(layout.root);
    for (let night = 50; night >= 1; night -= 1)
      ledger.run({
        endedAt: now - night * DAY - HOUR,
        durationMs: night === 3 ? 600_000 : 60_000 + night * 10,
        lateMs: 50,
      });
    for (let n = 30; n >= 1; n -= 1)
      ledger.run({
        task: 'sync',
        endedAt: now - n * HOUR,
        durationMs: 2_000,
        state: n % 3 === 0 ? 'failed' : 'succeeded',
      });
    ledger.run({ task: null, endedAt: now - 2 * HOUR, durationMs: 5_000 });
    ledger.db.close();
  });
}

async function rolledUp(client: Awaited<ReturnType<typeof startLuka>>['client']) {
  for (;;) {
    const status = await client.getTelemetry();
    if (status.behind === 0) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('insights', () => {
  it(
    'tell what the ledger holds, in every range, and answer what was asked last at once',
    { timeout: 60_000 },
    async () => {
      await using luka = await lukaWithHistory();
      const { client } = luka;
      const status = await rolledUp(client);
      expect(status.tiers.map(({ tier }) => tier)).toEqual(['raw', 'hourly', 'daily']);
      expect(status.bytes).toBeGreaterThan(0);

      for (const range of INSIGHT_RANGES) {
        // The client checks every answer against the contract.
        const { points, span } = await client.getOutcomes({ query: { range } });
        expect(points).toHaveLength({ '24h': 24, '7d': 168, '30d': 30, '90d': 90, '1y': 365 }[range]);
        expect(points.at(-1)!.at <= span.to).toBe(true);
        const { now } = await client.getInsights({ query: { range } });
        expect(points.reduce((sum, { runs }) => sum + runs, 0)).toBe(now.runs);
        const week = await client.getWeek({ query: { range } });
        expect(week.cells).toHaveLength(168);
        expect(week.cells.reduce((sum, { runs }) => sum + runs, 0)).toBe(now.runs);
        await client.getQueueInsights({ query: { range } });
        await client.getAgentInsights({ query: { range } });
        await client.getMachineInsights({ query: { range } });
        await client.getDiskInsights({ query: { range } });
      }

      const year = await client.getInsights({ query: { range: '1y' } });
      expect(year.now).toEqual({
        runs: 81,
        succeeded: 71,
        failed: 10,
        cancelled: 0,
        successRate: 71 / 81,
      });
      expect(year.saved).toEqual({
        savedMs: 50 * 15 * 60_000,
        counted: 50,
        successes: 71,
        machineMs: expect.any(Number) as number,
      });
      expect(year).toMatchObject({ tasks: 2, unusual: 1 });
      expect((await client.getInsights({ query: { range: '90d', task: 'sync' } })).now.runs).toBe(30);

      const { tasks } = await client.listTaskInsights({ query: { range: '90d', sort: 'flakiest' } });
      expect(tasks.map(({ task }) => task)).toEqual(['sync']);
      expect(tasks[0]).toMatchObject({ flips: 19, failed: 10, exists: true, title: 'Sync' });
      const slowest = await client.listTaskInsights({ query: { range: '90d' } });
      expect(slowest.tasks.map(({ task }) => task)).toEqual(['backup', 'sync']);
      expect(slowest.tasks[0]!.medianMs! / 60_250).toBeCloseTo(1, 1);
      expect(slowest.tasks[0]).toMatchObject({ maxMs: 600_000, byHandMs: 900_000, unusual: 1 });

      const trend = await client.getTrend({ params: { task: 'backup' }, query: { range: '30d' } });
      expect(trend.usual).toMatchObject({ known: true, history: 50 });
      expect(trend.unusual).toMatchObject([{ kind: 'slower', durationMs: 600_000, task: 'backup' }]);
      expect(trend.runs.filter(({ unusual }) => unusual)).toHaveLength(1);
      expect((await client.listUnusual({ query: { range: '90d' } })).unusual).toHaveLength(1);
      // A usual run followed it.
      expect(luka.engine.findings().filter(({ code }) => code === 'run_unusual')).toEqual([]);

      const { id: run } = await client.runTask({ params: { task: 'sync' }, body: {} });
      for (;;) {
        const { state } = await client.getRun({ params: { run } });
        if (state === 'succeeded') break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect((await client.getInsights({ query: { range: '24h', task: 'sync' } })).now.runs).toBe(23 + 1);
      const file = (await readdir(luka.layout.telemetry)).find((name) => /^\d{8}\.log$/.test(name));
      const lines = (await readFile(join(luka.layout.telemetry, file!), 'utf8')).trim().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toContain('run.queued');
    },
  );

  it(
    'raise a finding of a run that took far longer than ever, until a usual one follows',
    { timeout: 60_000 },
    async () => {
      const now = Date.now();
      await using luka = await startLuka({}, async (layout) => {
        await writeFile(join(layout.tasks, 'backup.yaml'), 'title: Backup\nsteps:\n  - run: "true"\n');
        const ledger = new SampleLedger(layout.root);
        for (let night = 30; night >= 2; night -= 1)
          ledger.run({ endedAt: now - night * DAY, durationMs: 60_000 });
        ledger.run({ endedAt: now - 10 * 60_000, durationMs: 900_000 });
        ledger.db.close();
      });
      await rolledUp(luka.client);
      await expect
        .poll(
          async () => (await luka.client.getOverview()).findings.filter(({ code }) => code === 'run_unusual'),
          { timeout: 20_000 },
        )
        .toMatchObject([
          {
            severity: 'warning',
            message: expect.stringContaining('of backup took 15 min 00 s, usually 1 min 00 s'),
          },
        ]);
    },
  );

  it('are in a backup, whole, and not in an export', { timeout: 60_000 }, async () => {
    await using luka = await lukaWithHistory();
    await rolledUp(luka.client);
    await using folder = await temporaryFolder();
    const to = join(folder.path, 'home.luka');
    const { manifest } = await writeBackup(luka.layout, {
      to,
      kind: 'backup',
      secrets: false,
      logs: true,
      now: new Date(),
    });
    expect(manifest.files.map(({ path }) => path)).toContain('telemetry.db');
    const restored = join(folder.path, 'restored');
    await readBackup(to, restored);
    using figures = new Figures(join(restored, 'telemetry.db'), Date.now());
    expect(figures.get("select sum(runs) as n from run_days where task = '*'")).toEqual({ n: 81 });
    expect(copyFigures(join(folder.path, 'none.db'), join(folder.path, 'to.db'))).toEqual({ copied: false });
    const bare = await writeBackup(luka.layout, {
      to: join(folder.path, 'bare.luka'),
      kind: 'export',
      secrets: false,
      logs: false,
      now: new Date(),
    });
    expect(bare.manifest.files.map(({ path }) => path)).not.toContain('telemetry.db');
  });
});
