import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, it } from 'vitest';
import { FindInPage } from './find-in-page.ts';

/** Answers late, and first for the question before, as Chromium does. */
function fakeContents() {
  const asked: unknown[] = [];
  let last = 0;
  const contents = Object.assign(new EventEmitter(), {
    findInPage(text: string, options: object) {
      asked.push([text, options]);
      const requestId = (last += 1);
      const tell = (found: object) => contents.emit('found-in-page', {}, found);
      setImmediate(() => {
        tell({ requestId: requestId - 1, finalUpdate: true, matches: 99, activeMatchOrdinal: 9 });
        tell({ requestId, finalUpdate: false, matches: 1, activeMatchOrdinal: 0 });
        tell({ requestId, finalUpdate: true, matches: 3, activeMatchOrdinal: 2 });
      });
      return requestId;
    },
    stopFindInPage: (how: string) => asked.push(how),
  });
  return { asked, contents: contents as unknown as WebContents };
}

it('answers with the last word on its own question, and listens no longer', async () => {
  const { asked, contents } = fakeContents();
  const find = new FindInPage();
  expect(await find.find(contents, 'backup', true)).toEqual({ active: 2, matches: 3 });
  await find.find(contents, 'backup', false);
  find.end(contents);
  await find.find(contents, 'backup', true);
  expect(asked).toEqual([
    ['backup', { forward: true, findNext: true }],
    ['backup', { forward: false, findNext: false }],
    'keepSelection',
    ['backup', { forward: true, findNext: true }],
  ]);
  expect((contents as unknown as EventEmitter).listenerCount('found-in-page')).toBe(0);
});

it('finds nothing where there is no window', async () => {
  expect(await new FindInPage().find(undefined, 'x', true)).toEqual({ active: 0, matches: 0 });
});
