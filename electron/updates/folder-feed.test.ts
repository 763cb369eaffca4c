import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveFolder, type FolderFeed } from './folder-feed.ts';

let folder: string;
let feed: FolderFeed;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-feed-'));
  await writeFile(join(folder, 'latest-linux.yml'), 'version: 2.0.0\n');
  await writeFile(join(folder, 'Luka 2.0.0.AppImage'), 'app');
  await writeFile(join(folder, 'notes.txt'), 'private');
  await writeFile(join(folder, '.hidden.yml'), 'private');
  await mkdir(join(folder, 'more.yml'));
  await symlink('/etc/passwd', join(folder, 'link.yml'));
  feed = await serveFolder(folder);
});
afterEach(async () => {
  await feed.close();
  await rm(folder, { recursive: true, force: true });
});

/** The path goes out as it stands: fetch would tidy it up. */
function ask(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(feed.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

it('gives what lies in the folder, on this machine alone', async () => {
  expect(new URL(feed.url).hostname).toBe('127.0.0.1');
  const base = new URL(feed.url).pathname;
  expect(await ask(`${base}/latest-linux.yml`)).toEqual({ status: 200, body: 'version: 2.0.0\n' });
  expect(await ask(`${base}/latest-linux.yml?noCache=1`)).toMatchObject({ status: 200 });
  expect(await ask(`${base}/Luka%202.0.0.AppImage`)).toEqual({ status: 200, body: 'app' });
});

it.each([
  'notes.txt',
  '.hidden.yml',
  'more.yml',
  'link.yml',
  'absent.yml',
  '../latest-linux.yml',
  '..%2flatest-linux.yml',
  '%2e%2e/latest-linux.yml',
  'more.yml/../latest-linux.yml',
  '%ff.yml',
  '',
])('gives nothing else: %j', async (name) => {
  const base = new URL(feed.url).pathname;
  expect(await ask(`${base}/${name}`)).toEqual({ status: 404, body: '' });
});

it('gives nothing to whoever does not know its address, and only to be read', async () => {
  expect(await ask('/latest-linux.yml')).toMatchObject({ status: 404 });
  expect(await ask('/guessed/latest-linux.yml')).toMatchObject({ status: 404 });
  expect(await ask(`${new URL(feed.url).pathname}/latest-linux.yml`, 'POST')).toMatchObject({ status: 404 });
});
