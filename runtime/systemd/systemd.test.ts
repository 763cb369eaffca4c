import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { changeUnit, listUnits, summaryOf } from './list-units.ts';
import { installSystemd } from './stand-ins/install.ts';
import { createSystemctl, hasSystemd, readProperties } from './systemctl.ts';
import { unitAssignment, unitPath, unitWord } from './unit-text.ts';

// Each call of systemctl is a process.
vi.setConfig({ testTimeout: 120_000 });

it('leaves nothing for systemd to put in', () => {
  expect(unitWord('/a b/%h/$HOME "x" \\')).toBe('"/a b/%%h/$$HOME \\"x\\" \\\\"');
  expect(unitAssignment('A', '50% of $x\ny')).toBe('"A=50%% of $x\\ny"');
  expect(unitPath('/a b/%h')).toBe('/a b/%%h');
  expect(() => unitPath('/a\nExecStart=/bin/x')).toThrow(RangeError);
});

it.each([
  [{ ActiveState: 'active', MainPID: '77' }, 'running'],
  [{ ActiveState: 'failed', ExecMainCode: '1', ExecMainStatus: '78' }, 'failing'],
  [{ LoadState: 'not-found', ActiveState: 'inactive' }, 'ghost'],
  [{ LoadState: 'bad-setting', ActiveState: 'inactive' }, 'failing'],
  [{ ActiveState: 'inactive' }, 'idle'],
  [{ ActiveState: 'odd' }, 'unknown'],
])('of %j the state is %s', (facts, state) => {
  expect(summaryOf(new Map(Object.entries({ Id: 'a.service', LoadState: 'loaded', ...facts })))?.state).toBe(
    state,
  );
});

it('tells how it ended, and when a timer fires', () => {
  const of = (text: string) => summaryOf(readProperties(text));
  expect(of('Id=a.service\nExecMainCode=1\nExecMainStatus=78')?.exit).toEqual({ code: 78 });
  expect(of('Id=a.service\nExecMainCode=2\nExecMainStatus=9')?.exit).toEqual({ signal: 9 });
  expect(of('Id=a.service\nExecMainCode=0\nExecMainStatus=0')?.exit).toBeUndefined();
  expect(
    of('Id=a.timer\nActiveState=active\nUnit=b.service\nNextElapseUSecRealtime=Mon 2026-11-30 03:00:00 UTC'),
  ).toMatchObject({
    state: 'waiting',
    starts: 'b.service',
    nextAt: '2026-11-30T03:00:00.000Z',
  });
  expect(of('Id=a.socket')).toBeUndefined();
});

it('lists and changes the units of a systemd that runs them', async () => {
  await using folder = await temporaryFolder();
  const units = join(folder.path, 'units');
  await mkdir(units);
  const unit = (run: string) =>
    `[Unit]\nDescription=Mine\n[Service]\nExecStart=${run}\n[Install]\nWantedBy=default.target\n`;
  await writeFile(join(units, 'good.service'), unit('"/bin/sleep" "60"'));
  await writeFile(join(units, 'gone.service'), unit('"/nowhere/x"'));
  await writeFile(join(units, 'daily.timer'), '[Timer]\nOnCalendar=daily\n');
  await using systemd = await installSystemd(folder.path, units);
  const systemctl = createSystemctl({ ...process.env, ...systemd.env });
  expect(await hasSystemd(systemctl)).toBe(true);
  await systemctl.run(['daemon-reload']);

  expect(await changeUnit(systemctl, 'good.service', 'enable')).toMatchObject({
    state: 'running',
    enabled: true,
  });
  await changeUnit(systemctl, 'gone.service', 'start');
  const listed = await listUnits(systemctl);
  expect(listed.map(({ name, state, enabled, starts }) => [name, state, enabled, starts])).toEqual([
    ['daily.timer', 'idle', false, 'daily.service'],
    ['gone.service', 'failing', false, undefined],
    ['good.service', 'running', true, undefined],
  ]);
  expect(listed.at(-1)).toMatchObject({
    description: 'Mine',
    file: join(units, 'good.service'),
    pid: expect.any(Number),
  });
  expect(await changeUnit(systemctl, 'good.service', 'disable')).toMatchObject({
    state: 'idle',
    enabled: false,
  });
  await expect(changeUnit(systemctl, 'none.service', 'start')).rejects.toMatchObject({
    code: 'agent_unknown',
  });
  await expect(changeUnit(systemctl, '--force', 'start')).rejects.toMatchObject({ code: 'agent_unknown' });
});

it('says so where there is none', async () => {
  const systemctl = createSystemctl({ PATH: '/nowhere' });
  expect(await hasSystemd(systemctl)).toBe(false);
  await expect(listUnits(systemctl)).rejects.toMatchObject({ code: 'launchd_absent' });
});
