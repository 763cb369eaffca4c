/** What `/metrics` tells of due moments and of agents, over the real port: held against the ledger, and a launchd with one agent. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { installLaunchd, type InstalledLaunchd } from '../launchd/standin/install.ts';
import { plistOf, xmlArray, xmlString } from '../launchd/standin/testing.ts';
import { send, startLuka } from './testing.ts';

const LABEL = 'com.me.report';
let person: string;
let launchd: InstalledLaunchd;
let luka: Awaited<ReturnType<typeof startLuka>>;

beforeAll(async () => {
  person = await mkdtemp(join(tmpdir(), 'luka-due-'));
  const agents = join(person, 'Library', 'LaunchAgents');
  await mkdir(agents, { recursive: true });
  await mkdir(join(person, 'ld'));
  await writeFile(
    join(agents, `${LABEL}.plist`),
    plistOf({ Label: xmlString(LABEL), ProgramArguments: xmlArray('/bin/sh', '-c', 'true') }),
    { mode: 0o644 },
  );
  launchd = await installLaunchd(join(person, 'ld'), { secondMs: 50 });
  luka = await startLuka({ env: { ...process.env, HOME: person, ...launchd.env } }, async (layout) => {
    await writeFile(join(layout.tasks, 'tick.yaml'), 'triggers:\n  - every: 1s\nsteps:\n  - run: "true"\n');
  });
});
afterAll(async () => {
  await luka[Symbol.asyncDispose]();
  await launchd.stop();
  await rm(person, { recursive: true, force: true, maxRetries: 3 });
});

/** Series of one metric, by their labels as they stand there. */
async function seriesOf(name: string): Promise<Record<string, number>> {
  const { body } = await send(luka.apiUrl, {
    path: '/metrics',
    headers: { authorization: `Bearer ${luka.token}` },
  });
  const lines = body.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'));
  return Object.fromEntries([...lines].map(([, labels = '', value]) => [labels, Number(value)]));
}

/** The same, row by row. Moments of this task are whole seconds. */
function rowsOfLedger() {
  const db = new DatabaseSync(luka.layout.database, { readOnly: true });
  try {
    const slots = db
      .prepare('select state, sum(count) as moments from slots group by state')
      .all() as unknown as { state: string; moments: number }[];
    const late = db
      .prepare(
        `select count(*) as n, sum(started_at - strftime('%s', cause ->> '$.scheduledFor') * 1000) as ms
         from runs where started_at is not null`,
      )
      .get() as { n: number; ms: number };
    return {
      slots: Object.fromEntries(slots.map(({ state, moments }) => [`outcome="${state}"`, moments])),
      late,
    };
  } finally {
    db.close();
  }
}

it('due moments are counted by what became of them, and how late their runs started', async () => {
  await expect
    .poll(async () => (await seriesOf('luka_slots_total'))['outcome="ran"'] ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(0);
  await luka.client.updateTask({ params: { task: 'tick' }, body: { enabled: false } });
  // What was due meanwhile may still be on its way.
  await vi.waitFor(
    async () => {
      const { slots, late } = rowsOfLedger();
      expect(await seriesOf('luka_slots_total')).toEqual(slots);
      expect(await seriesOf('luka_lateness_seconds_count')).toEqual({ '': late.n });
      expect(late.n).toBeGreaterThan(0);
      expect((await seriesOf('luka_lateness_seconds_sum'))['']).toBeCloseTo(late.ms / 1_000, 3);
      expect((await seriesOf('luka_lateness_seconds_bucket'))['le="+Inf"']).toBe(late.n);
    },
    { timeout: 20_000, interval: 100 },
  );
}, 60_000);

it('agents are counted by their state, as they were seen last', async () => {
  await expect.poll(() => seriesOf('luka_agents'), { timeout: 20_000 }).toEqual({ 'state="not_loaded"': 1 });
  const { hash } = await luka.client.getAgent({ params: { agent: LABEL } });
  await luka.client.changeAgent({ params: { agent: LABEL }, body: { action: 'enable', hash } });
  // Seen by whoever looks next.
  await luka.client.listAgents({ query: {} });
  expect(await seriesOf('luka_agents')).toEqual({ 'state="idle"': 1 });
}, 60_000);
