import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishEndpoint } from './endpoint-file.ts';
import type { HomeLayout } from './layout.ts';
import { takeLock } from './lock.ts';
import { openHome } from './open-home.ts';

let layout: HomeLayout;
const children: ChildProcess[] = [];

beforeEach(async () => {
  layout = await openHome(join(await mkdtemp(join(tmpdir(), 'luka-lock-')), 'home'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(join(layout.root, '..'), { recursive: true, force: true });
});

/** A second process that takes the lock and then waits, having dropped its handle and collected the garbage. */
async function holdElsewhere(): Promise<ChildProcess> {
  const program = `
    const { takeLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
    const { homeLayout } = await import(${JSON.stringify(new URL('./layout.ts', import.meta.url).href)});
    takeLock(homeLayout(${JSON.stringify(layout.root)}));
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc();
    process.stdout.write('held');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held');
  return child;
}

const running = expect.objectContaining({ code: 'already_running' }) as Error;

describe('takeLock', () => {
  it('lets one in, in one process too', () => {
    const lock = takeLock(layout);
    expect(() => takeLock(layout)).toThrow(running);
    lock.release();
    lock.release();
    takeLock(layout).release();
  });

  it('keeps a second process out, and still does after this one tried in vain', async () => {
    await holdElsewhere();
    expect(() => takeLock(layout)).toThrow(running);
    expect(() => takeLock(layout)).toThrow(running);
  });

  it('names who has it', async () => {
    const child = await holdElsewhere();
    const info = {
      pid: child.pid ?? 0,
      startedAt: '2026-01-01T00:00:00.000Z',
      version: '0.1.0',
      host: 'headless',
      apiUrl: 'http://127.0.0.1:4000',
      uiUrl: 'http://127.0.0.1:8080',
      controlRoot: join(layout.root, 'control'),
    } as const;
    await publishEndpoint(layout, info);
    expect(() => takeLock(layout)).toThrow(
      new RegExp(`pid ${child.pid}, API http://127.0.0.1:4000, UI http`),
    );
  });

  it('is free once its holder was killed', async () => {
    const child = await holdElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    takeLock(layout).release();
  });

  it('is held for the owner only', async () => {
    const umask = process.umask(0);
    takeLock(layout).release();
    process.umask(umask);
    expect((await lstat(layout.lock)).mode & 0o777).toBe(0o600);
  });

  it('says so where its file is something else', async () => {
    await writeFile(layout.lock, 'not a database at all, and long enough to be looked at as one'.repeat(20));
    expect(() => takeLock(layout)).toThrow(expect.objectContaining({ code: 'home_unusable' }) as Error);
  });
});
