import { describe, expect, it } from 'vitest';
import { isTrustedSender, type Sender } from './sender.ts';

const frame = (change: Partial<Sender> = {}): Sender => ({
  url: 'app://luka/runs/1',
  origin: 'app://luka',
  parent: null,
  frameTreeNodeId: 1,
  ...change,
});
const main = frame();

describe('who may speak over IPC', () => {
  it('is the main frame of our window', () => expect(isTrustedSender(frame(), main)).toBe(true));
  it.each([
    ['a frame inside our page', frame({ parent: main as never, frameTreeNodeId: 2 })],
    ['a main frame of another window', frame({ frameTreeNodeId: 9 })],
    [
      'a page of another origin in our window',
      frame({ url: 'https://example.com/', origin: 'https://example.com' }),
    ],
    ['a page of another host of our scheme', frame({ url: 'app://evil/', origin: 'app://evil' })],
    ['our address without our origin', frame({ origin: 'null' })],
    ['a blank page that inherits nothing', frame({ url: 'about:blank', origin: 'null' })],
    ['a frame that is gone', null],
  ])('is not %s', (_, sender) => expect(isTrustedSender(sender, main)).toBe(false));
  it('is nobody while there is no window', () => expect(isTrustedSender(frame(), undefined)).toBe(false));
});
