import { chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { controlRootOf, makeControlRoot, socketPath } from '../../control/control-root.ts';
import { publishEndpoint } from '../../home/endpoint-file.ts';
import { takeLock } from '../../home/lock.ts';
import { loadToken } from '../../home/token.ts';
import { isTold, soundHome, told } from '../testing.ts';
import { controlCheck } from './control.ts';
import { homeCheck } from './home.ts';
import { homeFilesCheck } from './home-files.ts';
import { homePlaceCheck } from './home-place.ts';
import { lockCheck } from './lock.ts';
import { tokenCheck } from './token.ts';

const ENDPOINT = {
  startedAt: '2026-11-29T00:00:00.000Z',
  version: '0.1.0',
  host: 'headless',
  apiUrl: 'http://127.0.0.1:1',
  uiUrl: 'http://127.0.0.1:2',
  controlRoot: '/nowhere',
} as const;
/** Above every pid (pid_max is at most 2^22). */
const GONE = 4_999_999;

describe('home', () => {
  it('is well as it is made, and is told where it is not there yet', async () => {
    await using it = await soundHome();
    expect(told(await it.look(homeCheck))).toEqual([]);
    const elsewhere = { ...it.layout, root: join(it.folder, 'none') };
    await expect(it.look(homeCheck, { layout: elsewhere })).rejects.toThrow('is made at the first start');
  });

  it('that others may enter is an error, and is closed to them', async () => {
    await using it = await soundHome();
    await chmod(it.layout.root, 0o755);
    const seen = await it.look(homeCheck);
    expect(told(seen)).toEqual([`error ${it.layout.root}`]);
    expect(isTold(seen)).toBe(true);
    expect(told(await it.mended(homeCheck))).toEqual([]);
    expect((await lstat(it.layout.root)).mode & 0o777).toBe(0o700);
  });

  it('that is a link, or of another user, is for a person to mend', async () => {
    await using it = await soundHome();
    const real = `${it.layout.root}-real`;
    await rename(it.layout.root, real);
    await symlink(real, it.layout.root);
    const seen = await it.look(homeCheck);
    expect(seen.findings[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('symbolic link'),
    });
    expect(seen.findings[0]).not.toHaveProperty('mend');
    await rm(it.layout.root);
    await rename(real, it.layout.root);
    const other = await it.look(homeCheck, { uid: (process.getuid?.() ?? 0) + 1 });
    expect(other.findings[0]?.message).toContain('belongs to user');
  });

  it('that is not marked is told of', async () => {
    await using it = await soundHome();
    await rm(it.layout.marker);
    expect(told(await it.look(homeCheck))).toEqual([`warning ${it.layout.marker}`]);
  });
});

describe('permissions', () => {
  it('of files that others may read are mended, whatever lies where', async () => {
    await using it = await soundHome();
    it.ledger();
    expect(told(await it.look(homeFilesCheck))).toEqual([]);
    await chmod(it.layout.database, 0o644);
    await chmod(it.layout.logs, 0o755);
    await writeFile(it.layout.secrets.key, 'k', { mode: 0o640 });
    const seen = await it.look(homeFilesCheck);
    expect(told(seen)).toEqual(['warning mode']);
    expect(seen.findings[0]?.evidence).toEqual([
      `${it.layout.database}: mode 0644`,
      `${it.layout.secrets.key}: mode 0640`,
      `${it.layout.logs}: mode 0755`,
    ]);
    expect(told(await it.mended(homeFilesCheck))).toEqual([]);
    expect((await lstat(it.layout.logs)).mode & 0o777).toBe(0o700);
    expect((await lstat(it.layout.database)).mode & 0o777).toBe(0o600);
  });

  it('of files of another user name the command', async () => {
    await using it = await soundHome();
    const seen = await it.look(homeFilesCheck, { uid: (process.getuid?.() ?? 0) + 1 });
    expect(told(seen)).toEqual(['error owner']);
    expect(seen.findings[0]?.command).toContain('chown -R');
    expect(seen.findings[0]).not.toHaveProperty('mend');
  });
});

describe('place', () => {
  it('of this machine only is well', async () => {
    await using it = await soundHome();
    expect(told(await it.look(homePlaceCheck))).toEqual([]);
  });

  it('in a folder that is synced is an error, by its name or by what the program left in it', async () => {
    await using it = await soundHome();
    await writeFile(join(it.folder, '.stfolder'), '');
    const seen = await it.look(homePlaceCheck);
    expect(told(seen)).toEqual([`error ${it.layout.root}`]);
    expect(seen.findings[0]?.evidence).toEqual([`${join(it.folder, '.stfolder')} is there`]);
    await rm(join(it.folder, '.stfolder'));
    const root = join(it.folder, 'Library', 'Mobile Documents', 'Luka');
    await mkdir(root, { recursive: true });
    const inCloud = await it.look(homePlaceCheck, { layout: { ...it.layout, root } });
    expect(inCloud.findings[0]?.message).toContain('iCloud Drive');
  });

  it('on a network drive of macOS is an error, by what mount(8) says', async () => {
    await using it = await soundHome();
    const table = [
      '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
      `//gg@nas/luka on ${it.folder} (smbfs, nodev, nosuid, mounted by gg)`,
    ].join('\n');
    const asked: string[] = [];
    const seen = await it.look(homePlaceCheck, {
      platform: 'darwin',
      run: (program) => {
        asked.push(program);
        return Promise.resolve(table);
      },
    });
    expect(asked).toEqual(['/sbin/mount']);
    expect(seen.findings[0]).toMatchObject({
      severity: 'error',
      evidence: [`${it.folder} is //gg@nas/luka, smbfs`],
    });
  });

  it('with names that differ by case only is told of', async () => {
    await using it = await soundHome();
    await writeFile(join(it.layout.tasks, 'backup.yaml'), '');
    await writeFile(join(it.layout.tasks, 'Backup.yaml'), '');
    const seen = await it.look(homePlaceCheck);
    expect(seen.findings[0]?.evidence[0]).toMatch(/(Backup\.yaml, backup\.yaml|backup\.yaml, Backup\.yaml)$/);
  });
});

describe('lock', () => {
  it('that is free is well, and is free afterwards', async () => {
    await using it = await soundHome();
    expect(await it.look(lockCheck)).toEqual({ findings: [], note: 'free' });
    takeLock(it.layout).release();
    expect(await it.look(lockCheck)).toEqual({ findings: [], note: 'free' });
    takeLock(it.layout).release();
  });

  it('that is held by a Luka that does not answer is an error', async () => {
    await using it = await soundHome();
    const lock = takeLock(it.layout);
    try {
      await publishEndpoint(it.layout, { ...ENDPOINT, pid: 77 });
      const seen = await it.look(lockCheck);
      expect(told(seen)).toEqual([`error ${it.layout.lock}`]);
      expect(seen.findings[0]).toMatchObject({ command: 'kill 77' });
    } finally {
      lock.release();
    }
  });

  it('that is no lock at all is told of', async () => {
    await using it = await soundHome();
    await writeFile(it.layout.lock, 'not a database, and long enough to be looked at as one'.repeat(40));
    expect(told(await it.look(lockCheck))).toEqual([`error ${it.layout.lock}`]);
  });

  it('that is free with an address left behind is mended', async () => {
    await using it = await soundHome();
    await publishEndpoint(it.layout, { ...ENDPOINT, pid: GONE });
    expect(told(await it.look(lockCheck))).toEqual([`info ${it.layout.endpoint}`]);
    expect(told(await it.mended(lockCheck))).toEqual([]);
    await expect(readFile(it.layout.endpoint)).rejects.toThrow('ENOENT');
  });
});

describe('control socket', () => {
  it('of nobody is removed; its folder is for the owner only', async () => {
    await using it = await soundHome();
    expect(told(await it.look(controlCheck))).toEqual([]);
    const root = controlRootOf(it.layout);
    await makeControlRoot(root);
    // What a killed process leaves: bound, and nobody behind it.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(it.folder, 's'), resolve));
    await rename(join(it.folder, 's'), socketPath(root));
    await new Promise((resolve) => server.close(resolve));
    expect(told(await it.look(controlCheck))).toEqual([`info ${socketPath(root)}`]);
    expect(told(await it.mended(controlCheck))).toEqual([]);
    await chmod(root, 0o755);
    expect(told(await it.look(controlCheck))).toEqual([`error ${root}`]);
  });
});

describe('token', () => {
  it('that others may read is made anew at the next start, where no Luka runs', async () => {
    await using it = await soundHome();
    expect(told(await it.look(tokenCheck))).toEqual([]);
    const token = await loadToken(it.layout);
    expect(told(await it.look(tokenCheck))).toEqual([]);
    await chmod(it.layout.token, 0o644);
    const running = { pid: 1, version: '1', host: 'headless', apiUrl: '', uiUrl: '' };
    expect((await it.look(tokenCheck, { running })).findings[0]).not.toHaveProperty('mend');
    expect(told(await it.mended(tokenCheck))).toEqual([]);
    expect(await loadToken(it.layout)).not.toBe(token);
  });

  it('that is damaged, or gone while Luka runs, is an error', async () => {
    await using it = await soundHome();
    await writeFile(it.layout.token, 'short', { mode: 0o600 });
    expect(told(await it.look(tokenCheck))).toEqual([`error ${it.layout.token}`]);
    await rm(it.layout.token);
    const running = { pid: 1, version: '1', host: 'headless', apiUrl: '', uiUrl: '' };
    expect(told(await it.look(tokenCheck, { running }))).toEqual([`error ${it.layout.token}`]);
  });
});
