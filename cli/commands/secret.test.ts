import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#runtime/testing.ts';
import { captureTerminal } from '../captured-terminal.ts';
import type { CliContext } from '../context.ts';
import type { SecretSource } from './secret-input.ts';
import { listSecrets, removeSecret, setSecret } from './secret.ts';

function contextOf(home: string, json = false) {
  const { terminal, text } = captureTerminal();
  const context: CliContext = {
    terminal,
    env: { LUKA_SECRET_STORE: 'file' },
    json: () => json,
    home: () => home,
    exitWith: () => undefined,
  };
  return { context, text };
}

/** Standard input that is a pipe, or a terminal. */
function input(...chunks: (string | Uint8Array)[]): SecretSource {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream;
}

function keyboard(...keys: string[]): SecretSource & { readonly raw: boolean[] } {
  const raw: boolean[] = [];
  return Object.assign(input(...keys), { isTTY: true, raw, setRawMode: (on: boolean) => raw.push(on) });
}

describe('luka secret', () => {
  it('stores, lists and removes, and never shows a value', async () => {
    await using folder = await temporaryFolder();
    const home = join(folder.path, 'home');
    const { context, text } = contextOf(home);
    await listSecrets(context);
    await setSecret(context, 'TOKEN', input('val', 'ue-1\n'));
    await setSecret(context, 'TOKEN', input('value-2\r\n'));
    await setSecret(context, 'a.key', input('two\nlines\n\n'));
    await listSecrets(context);
    await removeSecret(context, 'TOKEN');
    await expect(removeSecret(context, 'TOKEN')).rejects.toMatchObject({ code: 'secret_unknown' });
    expect(text('out').split('\n')).toEqual([
      'stored TOKEN in the encrypted files of the home',
      'replaced TOKEN in the encrypted files of the home',
      'stored a.key in the encrypted files of the home',
      'TOKEN',
      'a.key',
      'removed TOKEN from the encrypted files of the home',
      '',
    ]);
    expect(text('err')).toBe('there are no secrets; store one with: luka secret set <name>\n');
    for (const file of await readdir(join(home, 'secrets')))
      expect(await readFile(join(home, 'secrets', file), 'utf8')).not.toContain('lines');
  });

  it('answers scripts', async () => {
    await using folder = await temporaryFolder();
    const { context, text } = contextOf(join(folder.path, 'home'), true);
    await listSecrets(context);
    await setSecret(context, 'TOKEN', input('value'));
    await listSecrets(context);
    await removeSecret(context, 'TOKEN');
    expect(
      text('out')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { secrets: [] },
      { name: 'TOKEN', store: 'file', replaced: false },
      { store: 'file', secrets: ['TOKEN'] },
      { name: 'TOKEN', store: 'file', removed: true },
    ]);
  });

  it.each([
    ['1x', 'value', 'secret_invalid'],
    ['TOKEN', 'abc', 'secret_invalid'],
    ['TOKEN', '', 'secret_invalid'],
    ['TOKEN', 'a\0bcd', 'secret_invalid'],
    ['TOKEN', Buffer.of(0xff, 0xfe, 0xfd, 0xfc), 'secret_invalid'],
    ['TOKEN', 'x'.repeat(200_000), 'secret_invalid'],
  ])('refuses %s with %j', async (name, value, code) => {
    await using folder = await temporaryFolder();
    const { context, text } = contextOf(join(folder.path, 'home'));
    await expect(setSecret(context, name, input(value))).rejects.toMatchObject({ code });
    expect([text('out'), text('err')]).toEqual(['', '']);
  });

  it('asks twice on a terminal, and shows nothing of what is typed', async () => {
    await using folder = await temporaryFolder();
    const { context, text } = contextOf(join(folder.path, 'home'));
    const keys = keyboard('nonsense\u0015hunteX\u007f', 'r22\r', 'hunter22\r');
    await setSecret(context, 'TOKEN', keys);
    expect(keys.raw).toEqual([true, false]);
    expect(text('err')).toBe('value of TOKEN: \nonce more: \n');
    expect(text('out')).toBe('stored TOKEN in the encrypted files of the home\n');
  });

  it.each([
    [['hunter22\r', 'hunter23\r'], 'the two are not the same'],
    [['hunter\u0003'], 'nothing was stored: it was given up'],
    [['\u0004'], 'nothing was stored: it was given up'],
    [['hunter22\r'], 'nothing was stored: it was given up'],
  ])('stores nothing after %j', async (typed, message) => {
    await using folder = await temporaryFolder();
    const { context } = contextOf(join(folder.path, 'home'));
    const keys = keyboard(...typed);
    await expect(setSecret(context, 'TOKEN', keys)).rejects.toMatchObject({ code: 'usage', message });
    expect(keys.raw).toEqual([true, false]);
    await listSecrets(context);
  });

  it('is a command that needs no running Luka', { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder();
    const luka = async (words: readonly string[], stdin = '') => {
      const program = fileURLToPath(new URL('../luka.ts', import.meta.url));
      const env = {
        PATH: process.env['PATH'],
        LUKA_HOME: join(folder.path, 'home'),
        LUKA_SECRET_STORE: 'file',
      };
      const child = spawn(process.execPath, [program, ...words], { env, stdio: 'pipe' });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      // A refusal comes before anything is read.
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
      const [code] = (await once(child, 'close')) as [number];
      return [code, said];
    };
    expect(await luka(['secret', 'set', 'TOKEN'], 'the value\n')).toEqual([
      0,
      'stored TOKEN in the encrypted files of the home\n',
    ]);
    expect(await luka(['secret', 'ls'])).toEqual([0, 'TOKEN\n']);
    expect(await luka(['secret', 'rm', 'OTHER'])).toEqual([
      66,
      'secret_unknown: there is no secret OTHER; see `luka secret list`\n',
    ]);
  });
});
