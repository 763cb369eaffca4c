import type { RelaunchOptions } from 'electron';
import { expect, it } from 'vitest';
import { relaunch } from './system-parts.ts';

function relaunched(env: NodeJS.ProcessEnv): (RelaunchOptions | undefined)[] {
  const calls: (RelaunchOptions | undefined)[] = [];
  relaunch({ relaunch: (options) => void calls.push(options) }, env, ['--background']);
  return calls;
}

it('is started anew as it was started, an AppImage by its file', () => {
  expect(relaunched({})).toEqual([undefined]);
  const isLinux = process.platform === 'linux';
  expect(relaunched({ APPIMAGE: '/apps/Luka.AppImage' })).toEqual([
    isLinux ? { execPath: '/apps/Luka.AppImage', args: ['--background'] } : undefined,
  ]);
});
