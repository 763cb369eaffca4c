import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardContents, guardPermissions, isPermitted } from './navigation-guard.ts';

class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  /** @returns whether it was let through */
  ask(event: string, url: string, isMainFrame = true): boolean {
    let prevented = false;
    this.emit(event, { url, isMainFrame, preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

function guarded(): FakeContents {
  const contents = new FakeContents();
  guardContents(contents as unknown as WebContents);
  return contents;
}

describe('the navigation guard', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s: only our own page', (event) => {
    const contents = guarded();
    expect(contents.ask(event, 'app://luka/runs/1')).toBe(true);
    const others = [
      'https://example.com/',
      'http://127.0.0.1:8080/',
      'file:///etc/passwd',
      'app://evil/',
      'data:text/html,x',
      'javascript:1',
    ];
    expect(others.filter((url) => contents.ask(event, url))).toEqual([]);
  });

  it('has no frames, not even of our own', () => {
    expect(guarded().ask('will-frame-navigate', 'app://luka/', false)).toBe(false);
  });

  it('opens no window and no web view', () => {
    const contents = guarded();
    expect(contents.openHandler?.({ url: 'app://luka/' })).toEqual({ action: 'deny' });
    expect(contents.ask('will-attach-webview', 'app://luka/')).toBe(false);
  });
});

describe('permissions', () => {
  it('are refused, but for writing to the clipboard from our own page', () => {
    expect(isPermitted('clipboard-sanitized-write', 'app://luka/')).toBe(true);
    expect(isPermitted('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
    const others = ['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal', 'fileSystem'];
    expect(others.filter((permission) => isPermitted(permission, 'app://luka/'))).toEqual([]);
  });

  it('are asked of all three of Electron’s handlers', () => {
    const set: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: never) => void (set[name] = handler);
    guardPermissions({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    });
    const answers: boolean[] = [];
    const ask = set['request'] as unknown as (
      c: null,
      p: string,
      done: (yes: boolean) => void,
      d: { requestingUrl: string },
    ) => void;
    ask(null, 'media', (yes) => answers.push(yes), { requestingUrl: 'app://luka/' });
    expect(answers).toEqual([false]);
    expect(
      (set['check'] as unknown as (c: null, p: string, o: string) => boolean)(null, 'media', 'app://luka'),
    ).toBe(false);
    expect(set['device']?.()).toBe(false);
  });
});
