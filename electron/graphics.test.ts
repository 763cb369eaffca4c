import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { chooseGraphics, watchHelpers } from './graphics.ts';

it.each([
  [{ LUKA_NO_GPU: '1' }, [], true],
  [{ LUKA_NO_GPU: '0' }, [], false],
  [{}, ['luka', '--disable-gpu'], true],
  [{}, ['luka'], false],
])('is drawn by the processor where that is asked for: %j %j', (env, argv, expected) => {
  let disabled = false;
  chooseGraphics({ disableHardwareAcceleration: () => (disabled = true) }, env, argv);
  expect(disabled).toBe(expected);
});

it('writes down helpers that end badly, and goes on', () => {
  const app = new EventEmitter();
  const noted: unknown[] = [];
  watchHelpers(app as unknown as App, (words, about) => noted.push([words, about]));
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 11 });
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  expect(noted).toEqual([['a helper process ended', expect.objectContaining({ type: 'GPU', exitCode: 11 })]]);
});
