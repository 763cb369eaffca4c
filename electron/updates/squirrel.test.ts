import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endsByItself, squirrelFetches, type Squirrel } from './squirrel.ts';

function desk() {
  const events = new EventEmitter();
  let due: (() => void) | undefined;
  let asked = 0;
  return {
    events,
    asked: () => asked,
    squirrel: Object.assign(events, { checkForUpdates: () => (asked += 1) }) as unknown as Squirrel,
    after: (_ms: number, then: () => void) => ((due = then), () => (due = undefined)),
    pass: () => due?.(),
    waits: () => due !== undefined,
  };
}

describe('Squirrel', () => {
  it('is waited for until it has the update, and heard no longer', async () => {
    const { squirrel, events, after, asked, waits } = desk();
    let done = false;
    const fetched = squirrelFetches(squirrel, after).then(() => (done = true));
    await new Promise(setImmediate);
    expect([asked(), done]).toEqual([1, false]);
    events.emit('update-downloaded');
    await fetched;
    expect(events.eventNames()).toEqual([]);
    expect(waits()).toBe(false);
  });

  it.each([
    ['refuses it', 'error', 'code signature', 'code signature'],
    ['sees none', 'update-not-available', '', 'found no update'],
  ])('that %s is no update', async (_, event, said, words) => {
    const { squirrel, events, after } = desk();
    const fetched = squirrelFetches(squirrel, after);
    events.emit(event, new Error(said));
    await expect(fetched).rejects.toThrow(words);
    expect(events.eventNames()).toEqual([]);
  });

  it('that says nothing is not waited for forever, nor that it ends this process', async () => {
    const { squirrel, after, pass } = desk();
    const fetched = squirrelFetches(squirrel, after);
    pass();
    await expect(fetched).rejects.toThrow('in time');
    const ended = endsByItself(after);
    pass();
    await expect(ended).rejects.toThrow('in time');
  });
});
