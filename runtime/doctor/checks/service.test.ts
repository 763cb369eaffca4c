import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LaunchdService } from '../../deploy/luka/launchd-service.ts';
import { serviceSpec } from '../../deploy/luka/service-spec.ts';
import { SystemdService } from '../../deploy/luka/systemd-service.ts';
import { isTold, soundHome, told } from '../testing.ts';
import { loginItemCheck } from './login-item.ts';
import { portsCheck } from './ports.ts';
import { serviceCheck } from './service.ts';

/** A file of a service as a deploy writes it, for a release that is there. */
async function deployed(platform: 'linux' | 'darwin') {
  const it = await soundHome();
  const node = join(it.folder, 'node');
  await writeFile(node, '#!/bin/sh\n');
  await chmod(node, 0o755);
  const current = join(it.layout.releases.luka, 'current');
  const program = join(current, 'dist', 'node', 'luka.js');
  await mkdir(dirname(program), { recursive: true });
  await writeFile(program, '');
  const file =
    platform === 'linux'
      ? join(it.person, '.config', 'systemd', 'user', 'luka.service')
      : join(it.person, 'Library', 'LaunchAgents', 'com.02luka.luka.plist');
  const keeper =
    platform === 'linux'
      ? new SystemdService({} as never, file)
      : new LaunchdService({ launchctl: {} as never, file, domain: 'gui/501', facts: {} as never });
  await mkdir(dirname(file), { recursive: true });
  const spec = serviceSpec(it.layout, { current }, { node, env: { PATH: '/usr/bin' } });
  const write = (root = it.layout.root) =>
    writeFile(
      file,
      keeper.render({
        ...spec,
        argv: spec.argv.map((word) => (word === it.layout.root ? root : word)) as never,
      }),
    );
  await write();
  return Object.assign(it, { node, program, file, write });
}

describe.each(['linux', 'darwin'] as const)('service on %s', (platform) => {
  it('is well where its Node, its release and its home are there', async () => {
    await using it = await deployed(platform);
    expect(await it.look(serviceCheck, { platform })).toEqual({ findings: [], note: it.file });
  });

  it('is an error where its Node or its release is gone', async () => {
    await using it = await deployed(platform);
    await rm(it.program);
    const seen = await it.look(serviceCheck, { platform });
    expect(told(seen)).toEqual([`error ${it.file}`]);
    expect(seen.findings[0]?.message).toContain('release');
    expect(isTold(seen)).toBe(true);
    await rm(it.node);
    expect((await it.look(serviceCheck, { platform })).findings[0]?.message).toContain('Node');
  });

  it('of another home, or that names nothing, is told of', async () => {
    await using it = await deployed(platform);
    await it.write('/somewhere/else');
    expect(told(await it.look(serviceCheck, { platform }))).toEqual([`warning ${it.file} (home)`]);
    await writeFile(it.file, 'nothing');
    expect(told(await it.look(serviceCheck, { platform }))).toEqual([`error ${it.file}`]);
    await rm(it.file);
    expect((await it.look(serviceCheck, { platform })).note).toContain('not deployed');
  });
});

describe('login item', () => {
  it('whose program is gone is told of', async () => {
    await using it = await soundHome();
    expect((await it.look(loginItemCheck, { platform: 'linux' })).note).toBe('none');
    const file = join(it.person, '.config', 'autostart', 'luka.desktop');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `[Desktop Entry]\nExec="${process.execPath}" "--hidden"\n`);
    expect(told(await it.look(loginItemCheck, { platform: 'linux' }))).toEqual([]);
    await writeFile(file, `[Desktop Entry]\nExec="${join(it.folder, 'gone')}"\n`);
    expect(told(await it.look(loginItemCheck, { platform: 'linux' }))).toEqual([`warning ${file}`]);
    await writeFile(file, `[Desktop Entry]\nExec="${join(it.folder, 'gone')}"\nHidden=true\n`);
    expect(told(await it.look(loginItemCheck, { platform: 'linux' }))).toEqual([]);
  });
});

describe('ports', () => {
  it('that are free are well; one that somebody holds is named with who', async () => {
    await using it = await soundHome();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    try {
      await writeFile(it.layout.settings, JSON.stringify({ apiPort: port, uiPort: 0 }), { mode: 0o600 });
      const seen = await it.look(portsCheck);
      expect(told(seen)).toEqual([`error ${port}`]);
      expect(seen.findings[0]?.evidence[0]).toContain(`pid ${process.pid}`);
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
    expect(told(await it.look(portsCheck))).toEqual([]);
    await writeFile(it.layout.settings, JSON.stringify({ apiPort: port, uiPort: port }), { mode: 0o600 });
    expect((await it.look(portsCheck)).findings[0]?.message).toContain('the same port');
  });

  it('of a Luka that runs are asked', async () => {
    await using it = await soundHome();
    const url = 'http://127.0.0.1:9';
    const running = { pid: 1, version: '1', host: 'headless', apiUrl: url, uiUrl: url };
    expect((await it.look(portsCheck, { running })).findings[0]).toMatchObject({
      severity: 'error',
      subject: url,
    });
  });
});
