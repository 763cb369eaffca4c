import { chmod, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/nouns/notify.ts';
import { temporaryFolder } from '../../testing.ts';
import { testSenders } from '../channels/testing.ts';
import { findNotifier } from './program-notifier.ts';

const NOTICE = {
  title: '-e do shell script "id"',
  body: '<b>A</b> & "B"',
  severity: 'error',
  open: '/',
} as const;

/** A program that writes down what it was called with, an argument a line. */
async function recorder(folder: string, name: string, code = 0) {
  const [file, log] = [join(folder, name), join(folder, `${name}.log`)];
  await writeFile(
    file,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\nprintf '%s' "$LC_ALL" > '${log}.locale'\nexit ${code}\n`,
  );
  await chmod(file, 0o700);
  return {
    file,
    called: async () => (await readFile(log, 'utf8')).trimEnd().split('\n'),
    locale: () => readFile(`${log}.locale`, 'utf8'),
  };
}

async function notifier(platform: NodeJS.Platform, env: NodeJS.ProcessEnv) {
  const found = await findNotifier({ platform, env });
  if ('reason' in found) throw new Error(found.reason);
  return found;
}

describe('a notice on the screen', () => {
  it('of Linux is shown by notify-send, its text never read as an option or as markup', async () => {
    await using folder = await temporaryFolder();
    const program = await recorder(folder.path, 'notify-send');
    const found = await notifier('linux', { LUKA_NOTIFY_SEND: program.file });
    await found.show(NOTICE);
    const [app, urgency, end, title, body] = await program.called();
    expect([app, urgency, end]).toEqual(['--app-name=Luka', '--urgency=critical', '--']);
    expect(title).toBe(`\u200b${NOTICE.title}`);
    expect(await program.locale()).toBe('C.UTF-8');
    expect(body).toBe('&lt;b&gt;A&lt;/b&gt; &amp; "B"');
  });

  it('of a Mac without a window is shown by osascript, which compiles nothing of it', async () => {
    await using folder = await temporaryFolder();
    const program = await recorder(folder.path, 'osascript');
    const found = await notifier('darwin', { LUKA_OSASCRIPT: program.file, PATH: '' });
    await found.show(NOTICE);
    const called = await program.called();
    expect(called.slice(0, 2)).toEqual(['-e', 'on run argv']);
    expect(called.slice(-2)).toEqual([`\u200b${NOTICE.title}`, NOTICE.body]);
    expect(called.slice(1, -2).join('\n')).not.toContain('shell script');
  });

  it('of a Mac is shown by terminal-notifier where somebody has it', async () => {
    await using folder = await temporaryFolder();
    const program = await recorder(folder.path, 'terminal-notifier');
    const found = await notifier('darwin', { PATH: folder.path });
    expect(found.name).toBe('terminal-notifier');
    await found.show(NOTICE);
    expect(await program.called()).toContain(`\u200b${NOTICE.title}`);
  });

  it('is said to be impossible where nothing can show it', async () => {
    expect(await findNotifier({ platform: 'linux', env: { PATH: '' } })).toMatchObject({
      reason: expect.stringContaining('notify-send'),
    });
    const senders = testSenders({}, undefined, {
      native: () => findNotifier({ platform: 'linux', env: { PATH: '' } }),
    });
    expect(await senders.problem({ kind: 'native' })).toContain('notify-send');
  });

  it('is not shown twice where the host tells of it by itself; one that fails goes another time', async () => {
    const shown: string[] = [];
    const host = {
      name: 'the menu bar',
      tells: (kind: string) => kind === 'failure',
      show: async ({ title }: { title: string }) => void shown.push(title),
    };
    const senders = testSenders({}, undefined, { native: async () => host });
    const send = (kind: Message['kind']) =>
      senders.send({ kind: 'native' }, { ...MESSAGE, kind, title: kind }, new AbortController().signal);
    expect(await send('failure')).toEqual({ state: 'sent', answer: 'the menu bar told of it already' });
    expect(await send('sla')).toMatchObject({ state: 'sent' });
    expect(shown).toEqual(['sla']);
    await using folder = await temporaryFolder();
    const program = await recorder(folder.path, 'notify-send', 1);
    const failing = testSenders({}, undefined, {
      native: () => findNotifier({ platform: 'linux', env: { LUKA_NOTIFY_SEND: program.file } }),
    });
    expect(await failing.send({ kind: 'native' }, MESSAGE, new AbortController().signal)).toMatchObject({
      state: 'retry',
    });
  });
});

const MESSAGE: Message = {
  id: 'msg_1',
  kind: 'failure',
  severity: 'error',
  title: 'A failed',
  body: '',
  open: '/',
  at: '2026-03-06T12:00:00.000Z',
  count: 1,
  notices: [],
};
