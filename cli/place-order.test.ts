import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { inboxName, placeOrder } from './place-order.ts';

let layout: HomeLayout;
beforeEach(async () => {
  layout = await openHome(join(await mkdtemp(join(tmpdir(), 'luka-place-')), 'home'));
});
afterEach(() => rm(dirname(layout.root), { recursive: true, force: true }));

describe('placeOrder', () => {
  it('puts the bytes into the inbox, for the owner only, and nothing beside it', async () => {
    const placed = await placeOrder(layout, '{"id":"a"}', '/somewhere/nightly.json');
    expect(placed).toBe(join(layout.queue.inbox, 'nightly.json'));
    expect(await readFile(placed, 'utf8')).toBe('{"id":"a"}');
    expect((await lstat(placed)).mode & 0o777).toBe(0o600);
    expect((await readdir(dirname(layout.queue.inbox))).sort()).toEqual([
      'done',
      'failed',
      'inbox',
      'running',
    ]);
  });

  it('never replaces an order that waits', async () => {
    const names = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (text) => basename(await placeOrder(layout, text, 'x.yaml'))),
    );
    expect(names.sort()).toEqual(['x-2.yaml', 'x-3.yaml', 'x-4.yaml', 'x.yaml']);
    const texts = await Promise.all(names.map((name) => readFile(join(layout.queue.inbox, name), 'utf8')));
    expect(texts.sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('inboxName', () => {
  it.each([
    ['/a/nightly.yml', '', 'nightly.yml'],
    ['notes.txt', 'a: 1', 'notes.txt.yaml'],
    ['notes.txt', ' {"a": 1}', 'notes.txt.json'],
    ['.hidden.json', '', 'hidden.json'],
    ['a b/../c d.json', '', 'c-d.json'],
    ['งาน.yaml', '', 'งาน.yaml'],
  ])('of %s', (file, text, name) => {
    expect(inboxName(file, text)).toBe(name);
  });

  it('is always a plain, visible name with an extension that the inbox takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (file, text) => {
        const name = inboxName(file, text);
        expect(basename(name)).toBe(name);
        expect(name).toMatch(/^[^.\-/\0].*\.(json|yaml|yml)$/iu);
      }),
    );
  });
});
