/** `luka doctor` on a home of its own, in this process: without a Luka, with one, and with one that is mended. */
import { chmod, lstat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { soundHome } from '#runtime/doctor/testing.ts';
import { startLuka } from '#runtime/server/testing.ts';
import { captureTerminal } from './captured-terminal.ts';
import { runDoctor, type DoctorOptions } from './commands/doctor.ts';

/** Several threads each. */
const LONG = 180_000;
/** What the checks of this test look at depends on the home alone. */
const ONLY = ['home', 'permissions', 'lock', 'control', 'token', 'ledger', 'versions', 'clock'];

async function doctor(home: string, options: DoctorOptions & { json?: true } = {}, yes = false) {
  const { terminal, text } = captureTerminal();
  const { json, ...rest } = options;
  const asked: string[] = [];
  const code = await runDoctor(
    { terminal, env: { HOME: home }, json: () => json === true, home: () => home },
    { only: ONLY, ...rest },
    (question) => {
      asked.push(question);
      return Promise.resolve(yes);
    },
  );
  return { code, asked, out: text('out'), err: text('err') };
}

describe('luka doctor', () => {
  it('without a home tells that there is none, and ends well', async () => {
    await using it = await soundHome();
    const { code, out, err } = await doctor(`${it.layout.root}-none`, { verbose: true });
    expect(code).toBe(0);
    expect(out).toContain('is made at the first start');
    expect(err).toContain('no Luka runs');
  });

  it('without a running Luka tells what is wrong, with evidence and mend, and ends with 2', async () => {
    await using it = await soundHome();
    it.ledger();
    await chmod(it.layout.root, 0o755);
    const { code, out, err } = await doctor(it.layout.root);
    expect(code).toBe(2);
    expect(out).toContain('others may read or write');
    expect(out).toContain(`${it.layout.root}: mode 0755`);
    expect(out).toContain(`chmod 700 '${it.layout.root}'`);
    expect(err).toContain('luka doctor --fix');
  });

  it(
    '--fix asks, mends what it was told to, and looks again',
    async () => {
      await using it = await soundHome();
      it.ledger();
      await chmod(it.layout.logs, 0o755);
      const no = await doctor(it.layout.root, { fix: true });
      expect([no.code, no.asked.length]).toEqual([1, 1]);
      expect((await lstat(it.layout.logs)).mode & 0o777).toBe(0o755);
      const yes = await doctor(it.layout.root, { fix: true }, true);
      expect([yes.code, yes.asked[0]]).toEqual([0, expect.stringContaining('make them the owner’s alone')]);
      expect(yes.err).toContain('mended');
      await chmod(it.layout.logs, 0o755);
      const json = await doctor(it.layout.root, { fix: true, yes: true, json: true });
      expect(json.asked).toEqual([]);
      const report = JSON.parse(json.out) as { mended: unknown[]; findings: unknown[] };
      expect([report.mended.length, report.findings.length]).toEqual([1, 0]);
    },
    LONG,
  );

  it(
    'with a running Luka looks at the same home and disturbs nothing',
    async () => {
      await using luka = await startLuka({}, async () => undefined);
      const { code, out } = await doctor(luka.home, {
        json: true,
        full: true,
        only: [...ONLY, 'audit', 'logs', 'ports'],
      });
      const report = JSON.parse(out) as { running: { pid: number }; findings: unknown[] };
      expect(report.running.pid).toBe(process.pid);
      expect([code, report.findings]).toEqual([0, []]);
      await expect(luka.client.getStatus()).resolves.toMatchObject({ pid: process.pid });
    },
    LONG,
  );

  it('refuses a check that is none', async () => {
    await using it = await soundHome();
    await expect(doctor(it.layout.root, { only: ['nonsense'] })).rejects.toMatchObject({ code: 'usage' });
  });
});
