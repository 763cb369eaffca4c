import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishEndpoint, readEndpoint, removeEndpoint, type EndpointInfo } from './endpoint-file.ts';
import type { HomeLayout } from './layout.ts';
import { openHome } from './open-home.ts';

let layout: HomeLayout;
const info: EndpointInfo = {
  pid: process.pid,
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0.1.0',
  host: 'headless',
  apiUrl: 'http://127.0.0.1:4000',
  uiUrl: 'http://127.0.0.1:8080',
  controlRoot: '/tmp/x',
};

beforeEach(async () => {
  layout = await openHome(join(await mkdtemp(join(tmpdir(), 'luka-endpoint-')), 'home'));
});
afterEach(() => rm(join(layout.root, '..'), { recursive: true, force: true }));

describe('the endpoint file', () => {
  it('is read as it was published, by its owner only', async () => {
    await publishEndpoint(layout, { ...info, pid: 1 });
    await publishEndpoint(layout, info);
    expect(await readEndpoint(layout)).toEqual(info);
    expect((await lstat(layout.endpoint)).mode & 0o777).toBe(0o600);
    expect((await readdir(layout.root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('reads as absent where it is absent or damaged', async () => {
    expect(await readEndpoint(layout)).toBeUndefined();
    for (const text of ['', '{', '[]', 'null', '{"pid":-1}', JSON.stringify({ ...info, pid: 'x' })]) {
      await writeFile(layout.endpoint, text);
      expect(await readEndpoint(layout)).toBeUndefined();
    }
  });

  it('keeps fields that a newer Luka adds from making it unreadable', async () => {
    await writeFile(layout.endpoint, JSON.stringify({ ...info, colour: 'blue' }));
    expect(await readEndpoint(layout)).toEqual(info);
  });

  it('is taken down by its own process only', async () => {
    await publishEndpoint(layout, { ...info, pid: info.pid + 1 });
    await removeEndpoint(layout);
    expect(await readEndpoint(layout)).toBeDefined();
    await publishEndpoint(layout, info);
    await removeEndpoint(layout);
    expect(await readEndpoint(layout)).toBeUndefined();
    await removeEndpoint(layout);
  });
});
