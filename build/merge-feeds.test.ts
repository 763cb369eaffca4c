import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { mergeFeeds } from './merge-feeds.ts';

const feedOf = (arch: string, version = '1.2.0'): string => `version: ${version}
files:
  - url: Luka-${version}-${arch}.zip
    sha512: zip-${arch}
    size: 10
  - url: Luka-${version}-${arch}.dmg
    sha512: dmg-${arch}
    size: 11
path: Luka-${version}-${arch}.zip
sha512: zip-${arch}
releaseDate: '2026-03-06T10:00:00.000Z'
`;

it('names the files of both kinds of Mac, from which the updater takes its own', () => {
  const merged = parse(mergeFeeds([feedOf('arm64'), feedOf('x64')])) as { files: { url: string }[] };
  expect(merged).toMatchObject({ version: '1.2.0', path: 'Luka-1.2.0-x64.zip', sha512: 'zip-x64' });
  expect(merged.files.map(({ url }) => url)).toEqual([
    'Luka-1.2.0-arm64.zip',
    'Luka-1.2.0-arm64.dmg',
    'Luka-1.2.0-x64.zip',
    'Luka-1.2.0-x64.dmg',
  ]);
  // electron-updater itself reads it: what it resolves is what it downloads.
  const { parseUpdateInfo, resolveFiles } = createRequire(import.meta.url)(
    'electron-updater/out/providers/Provider.js',
  ) as {
    parseUpdateInfo: (text: string, name: string, url: URL) => object;
    resolveFiles: (info: object, base: URL) => { url: URL }[];
  };
  const base = new URL('https://feed.invalid/');
  const info = parseUpdateInfo(mergeFeeds([feedOf('x64'), feedOf('arm64')]), 'latest-mac.yml', base);
  expect(resolveFiles(info, base).map(({ url }) => url.pathname)).toContain('/Luka-1.2.0-arm64.zip');
});

it('refuses what does not belong together', () => {
  expect(() => mergeFeeds([feedOf('arm64'), feedOf('x64', '1.3.0')])).toThrow(/one feed is of 1.2.0/);
  expect(() => mergeFeeds([feedOf('x64'), feedOf('x64')])).toThrow(/same file/);
  expect(() => mergeFeeds([])).toThrow(/no feed/);
  expect(() => mergeFeeds(['version: 1'])).toThrow();
});
