import { describe, expect, it } from 'vitest';
import type { UpdateSettings } from '#shared/nouns/settings.ts';
import { Updates } from './updates.ts';
import type { UpdaterPort } from './updater-port.ts';

interface Change {
  readonly cannot?: string;
  readonly yes?: boolean;
  readonly failed?: string;
}

function desk(settings: UpdateSettings, change: Change = {}) {
  const done: string[] = [];
  const states: string[] = [];
  const feed = {
    newest: undefined as string | undefined,
    broken: undefined as Error | undefined,
    hold: undefined as Promise<void> | undefined,
    refused: undefined as Error | undefined,
  };
  let idle = true;
  let starts = false;
  let failed = change.failed;
  const updates = new Updates({
    settings: async () => settings,
    open: async (where) => {
      done.push(`open ${where}`);
      return {
        async check() {
          if (feed.broken) throw feed.broken;
          return feed.newest === undefined ? undefined : { version: feed.newest };
        },
        async download(onProgress) {
          onProgress(50);
          await feed.hold;
        },
        async prepare() {
          done.push('prepare');
          if (feed.refused) throw feed.refused;
        },
        install: async () => void done.push('install'),
        quits: false,
        close: async () => void done.push('close'),
      } satisfies UpdaterPort;
    },
    cannot: change.cannot,
    isIdle: () => idle,
    async hold() {
      done.push('hold');
      return !starts;
    },
    release: () => done.push('release'),
    stopAndInstall: (version) => done.push(`stop for ${version}`),
    failed: { get: () => failed, set: (version) => (failed = version) },
    confirm: async (version) => {
      done.push(`confirm ${version}`);
      return change.yes ?? true;
    },
    tell: (title) => done.push(`tell ${title}`),
    onChange: () => states.push(updates.state.state),
    onError: () => done.push('error'),
    now: () => 0,
  });
  return {
    updates,
    done,
    states,
    feed,
    busy: (is: boolean) => (idle = !is),
    startLate: (does: boolean) => (starts = does),
  };
}
const FEED = '/disk/releases';
const INSTALLED = ['hold', 'prepare', 'stop for 2.0.0'];

describe('updates', () => {
  it('are off until somebody wants them: nobody looks', async () => {
    const { updates, done } = desk({ mode: 'off', feed: FEED });
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'off' });
    expect(done).toEqual([]);
  });

  it('are told of, and not got, where a person wants to be told', async () => {
    const { updates, done, feed } = desk({ mode: 'notify', feed: FEED });
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'idle', checkedAt: '1970-01-01T00:00:00.000Z' });
    feed.newest = '2.0.0';
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'available', version: '2.0.0' });
    expect(done).toEqual([`open ${FEED}`]);
  });

  it('are got and installed by themselves where a person wants that, and only when nothing runs', async () => {
    const { updates, done, states, feed, busy } = desk({ mode: 'automatic', feed: FEED });
    feed.newest = '2.0.0';
    busy(true);
    await updates.lookQuietly();
    expect(states).toEqual(['checking', 'available', 'loading', 'loading', 'waiting']);
    updates.idle();
    expect(done).toEqual([`open ${FEED}`]);
    busy(false);
    updates.idle();
    updates.idle();
    await expect.poll(() => done).toEqual([`open ${FEED}`, ...INSTALLED]);
    updates.idle();
    expect(done).toHaveLength(4);
  });

  it('wait where a run started after the last look: nothing was stopped, and all goes on', async () => {
    const { updates, done, feed, startLate } = desk({ mode: 'automatic', feed: FEED });
    feed.newest = '2.0.0';
    startLate(true);
    await updates.lookQuietly();
    await expect.poll(() => done).toEqual([`open ${FEED}`, 'hold', 'release']);
    expect(updates.state).toEqual({ state: 'waiting', version: '2.0.0' });
    startLate(false);
    updates.idle();
    await expect.poll(() => done.slice(3)).toEqual(INSTALLED);
  });

  it('that the system refuses are told of while Luka goes on, and are not tried again by themselves', async () => {
    const { updates, done, feed } = desk({ mode: 'automatic', feed: FEED });
    feed.newest = '2.0.0';
    feed.refused = new Error('not signed like this one\nat …');
    await updates.lookQuietly();
    await expect
      .poll(() => done.slice(1))
      .toEqual(['hold', 'prepare', 'error', 'tell Luka 2.0.0 could not be installed', 'release']);
    expect(updates.state).toEqual({ state: 'failed', message: 'not signed like this one' });
    done.length = 0;
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'available', version: '2.0.0' });
    // A person may try.
    feed.refused = undefined;
    await updates.ask();
    await expect.poll(() => done).toEqual(['confirm 2.0.0', ...INSTALLED]);
  });

  it('that failed before the last start are left to a person, and newer ones are not', async () => {
    const { updates, done, feed } = desk({ mode: 'automatic', feed: FEED }, { failed: '2.0.0' });
    feed.newest = '2.0.0';
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'available', version: '2.0.0' });
    feed.newest = '2.0.1';
    await updates.lookQuietly();
    await expect.poll(() => done).toEqual([`open ${FEED}`, 'hold', 'prepare', 'stop for 2.0.1']);
  });

  it('keep what waits through later looks', async () => {
    const { updates, feed, busy } = desk({ mode: 'automatic', feed: FEED });
    feed.newest = '2.0.0';
    busy(true);
    await updates.lookQuietly();
    feed.broken = new Error('no disk');
    await updates.lookQuietly();
    expect(updates.state).toEqual({ state: 'waiting', version: '2.0.0' });
  });

  it('tell whoever asked: that it is the newest, that it failed, that there is no feed, that it cannot be', async () => {
    const newest = desk({ mode: 'off', feed: FEED });
    await newest.updates.ask();
    expect(newest.done.at(-1)).toBe('tell Luka is up to date');
    const failed = desk({ mode: 'off', feed: FEED });
    failed.feed.broken = new Error('404\nHeaders: …');
    await failed.updates.ask();
    expect(failed.updates.state).toEqual({ state: 'failed', message: '404' });
    expect(failed.done).toEqual([`open ${FEED}`, 'error', 'tell The look for updates failed']);
    const nowhere = desk({ mode: 'off', feed: null });
    await nowhere.updates.ask();
    expect(nowhere.done).toEqual(['tell Luka does not know where updates are']);
    const cannot = desk({ mode: 'automatic', feed: FEED }, { cannot: 'it runs from its sources' });
    await cannot.updates.lookQuietly();
    await cannot.updates.ask();
    expect(cannot.done).toEqual(['tell Luka cannot update itself here']);
  });

  it('get what a person says yes to, and nothing else', async () => {
    const yes = desk({ mode: 'off', feed: FEED });
    yes.feed.newest = '2.0.0';
    await yes.updates.ask();
    await expect.poll(() => yes.done).toEqual([`open ${FEED}`, 'confirm 2.0.0', ...INSTALLED]);
    const no = desk({ mode: 'off', feed: FEED }, { yes: false });
    no.feed.newest = '2.0.0';
    await no.updates.ask();
    expect(no.updates.state).toEqual({ state: 'available', version: '2.0.0' });
    expect(no.done).toEqual([`open ${FEED}`, 'confirm 2.0.0']);
  });

  it('look once, whoever asks at the same time', async () => {
    const { updates, feed, done } = desk({ mode: 'automatic', feed: FEED });
    const { promise, resolve } = Promise.withResolvers<void>();
    feed.newest = '2.0.0';
    feed.hold = promise;
    const looks = Promise.all([updates.lookQuietly(), updates.lookQuietly()]);
    await expect.poll(() => updates.state.state).toBe('loading');
    resolve();
    await looks;
    await expect.poll(() => done).toEqual([`open ${FEED}`, ...INSTALLED]);
  });
});
