/** Every store keeps every value; what each does besides. */
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeLayout, type HomeLayout } from '../../../home/layout.ts';
import { temporaryFolder } from '../../../testing.ts';
import { installStandIn, type StandIn } from '../stand-ins/install.ts';
import { chooseSecretStore } from './choose-store.ts';
import { createTool } from './run-tool.ts';
import type { SecretStore, SecretStoreKind } from './secret-store.ts';

interface Bench extends AsyncDisposable {
  readonly home: HomeLayout;
  readonly security: StandIn;
  readonly secretTool: StandIn;
  open(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): Promise<SecretStore>;
}

async function bench(): Promise<Bench> {
  const folder = await temporaryFolder();
  const home = homeLayout(join(folder.path, 'home'));
  await mkdir(home.root, { mode: 0o700 });
  const security = await installStandIn(folder.path, 'security');
  const secretTool = await installStandIn(folder.path, 'secret-tool');
  const programs = { security: security.path, secretTool: secretTool.path };
  return {
    home,
    security,
    secretTool,
    open: (env = {}, platform = 'linux') =>
      chooseSecretStore({ platform, env: { PATH: process.env['PATH'], ...env }, home, programs }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const KINDS: readonly SecretStoreKind[] = ['keychain', 'secret-tool', 'file'];
const VALUES = [`q"u'o\\t$e\`d #; | & value`, 'deadbeef', 'ภาษา ü 😀', 'two\nlines\r\n\tand a tab\n'];

describe.each(KINDS)('the %s store', (kind) => {
  const env = { LUKA_SECRET_STORE: kind };

  it('gives back what it was given', { timeout: 60_000 }, async () => {
    await using at = await bench();
    const store = await at.open(env);
    expect([store.kind, await store.get('NONE'), await store.list()]).toEqual([kind, undefined, []]);
    for (const value of VALUES) {
      await store.set('TOKEN', value);
      expect(await (await at.open(env)).get('TOKEN')).toBe(value);
    }
    expect(await store.list()).toEqual(['TOKEN']);
  });

  it('keeps a long one, replaces it, and leaves nothing behind', { timeout: 120_000 }, async () => {
    await using at = await bench();
    const store = await at.open(env);
    // secret-tool takes it in many calls.
    const long = 'ก'.repeat(kind === 'secret-tool' ? 5_000 : 21_845);
    await store.set('a.b-C_1', long);
    await store.set('token', 'other');
    await store.set('Token', 'another');
    expect(await store.get('a.b-C_1')).toBe(long);
    await store.set('a.b-C_1', 'x\n'.repeat(2_000));
    expect(await store.get('a.b-C_1')).toBe('x\n'.repeat(2_000));
    expect(await store.list()).toEqual(['Token', 'a.b-C_1', 'token']);
    expect([await store.remove('a.b-C_1'), await store.remove('a.b-C_1')]).toEqual([true, false]);
    expect([await store.get('a.b-C_1'), await store.get('token'), await store.get('Token')]).toEqual([
      undefined,
      'other',
      'another',
    ]);
    expect(await store.list()).toEqual(['Token', 'token']);
    expect(Object.keys((await at.security.state()).items).length).toBe(kind === 'keychain' ? 2 : 0);
    expect(Object.keys((await at.secretTool.state()).items).length).toBe(kind === 'secret-tool' ? 2 : 0);
    if (kind === 'file') expect(await readdir(at.home.secrets.folder)).toHaveLength(2);
  });

  it('never puts a value into arguments or a readable file', { timeout: 60_000 }, async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'the-value-itself');
    await store.get('TOKEN');
    await store.remove('OTHER');
    const calls = [...(await at.security.state()).calls, ...(await at.secretTool.state()).calls];
    expect(calls.length > 0).toBe(kind !== 'file');
    expect(JSON.stringify(calls)).not.toContain('value-itself');
    for (const file of await readdir(at.home.root, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      expect((await stat(path)).mode & 0o077).toBe(0);
      expect(await readFile(path, 'utf8')).not.toContain('value-itself');
    }
  });

  it.each([
    ['', 'x'.repeat(10)],
    ['1A', 'x'.repeat(10)],
    ['a b', 'x'.repeat(10)],
    ['a#b', 'x'.repeat(10)],
    ['../x', 'x'.repeat(10)],
    ['n'.repeat(129), 'x'.repeat(10)],
    ['NAME', 'abc'],
    ['NAME', 'ab\0cd'],
    ['NAME', '\ud800abc'],
    ['NAME', 'x'.repeat(65_537)],
  ])('takes no name %j with such a value', async (name, value) => {
    await using at = await bench();
    const store = await at.open(env);
    const error = await store.set(name, value).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secret_invalid' });
    expect(String(error)).not.toContain(value);
    expect(await store.list()).toEqual([]);
  });
});

describe('the keychain', { timeout: 60_000 }, () => {
  const env = { LUKA_SECRET_STORE: 'keychain' };

  it('says that it is locked, or does not answer', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'value');
    await at.security.set({ mode: 'locked' });
    const locked = { code: 'secret_store_unavailable', message: expect.stringContaining('locked') as string };
    await expect(store.get('TOKEN')).rejects.toMatchObject(locked);
    await expect(store.set('TOKEN', 'other')).rejects.toMatchObject(locked);
    await expect(store.remove('TOKEN')).rejects.toMatchObject(locked);
    await at.security.set({ mode: 'hangs' });
    await expect(createTool(at.security.path, process.env, 300)(['-i'])).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      message: expect.stringContaining('did not answer within 0.3 s') as string,
    });
  });

  it('reads what a person typed in by hand', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'value');
    const [key] = Object.keys((await at.security.state()).items);
    for (const value of ['ภาษา', 'deadbeef', '123456', 'plain']) {
      await at.security.set({ items: { [key!]: value } });
      expect(await store.get('TOKEN')).toBe(value);
    }
  });

  it('says where a part is missing', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'ก'.repeat(2_000));
    const { items } = await at.security.state();
    const parts = Object.keys(items).filter((key) => key.includes('#'));
    expect(parts.length).toBeGreaterThan(1);
    await at.security.set({
      items: Object.fromEntries(Object.entries(items).filter(([key]) => key !== parts[1])),
    });
    await expect(store.get('TOKEN')).rejects.toMatchObject({ code: 'secret_store_unavailable' });
    expect(await store.remove('TOKEN')).toBe(true);
    expect((await at.security.state()).items).toEqual({});
  });
});

describe('the file store', () => {
  const env = { LUKA_SECRET_STORE: 'file' };
  const unavailable = (message: string) => ({
    code: 'secret_store_unavailable',
    message: expect.stringContaining(message) as string,
  });
  const only = async (home: HomeLayout) =>
    join(home.secrets.folder, (await readdir(home.secrets.folder))[0]!);

  it('writes the same value differently each time', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'value');
    const first = await readFile(await only(at.home), 'utf8');
    await store.set('TOKEN', 'value');
    expect(await readFile(await only(at.home), 'utf8')).not.toBe(first);
  });

  it('does not open what was changed, moved to another name, or sealed with another key', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('ONE', 'value-one');
    const one = await only(at.home);
    const text = await readFile(one, 'utf8');
    const sealed = JSON.parse(text) as Record<string, string>;
    for (const field of ['data', 'tag', 'nonce']) {
      const bytes = Buffer.from(sealed[field]!, 'base64');
      bytes[0]! ^= 1;
      await writeFile(one, JSON.stringify({ ...sealed, [field]: bytes.toString('base64') }));
      await expect(store.get('ONE')).rejects.toMatchObject(unavailable('does not open'));
    }
    for (const broken of ['', '{', 'null', JSON.stringify({ ...sealed, tag: 'AAAA' }), 'x'.repeat(200_000)]) {
      await writeFile(one, broken);
      await expect(store.get('ONE')).rejects.toMatchObject({ code: 'secret_store_unavailable' });
    }
    await writeFile(one, text);
    expect(await store.get('ONE')).toBe('value-one');
    await expect(
      (await at.open({ ...env, LUKA_SECRET_KEY: 'ab'.repeat(32) })).get('ONE'),
    ).rejects.toMatchObject(unavailable('does not open'));
    await store.set('TWO', 'value-two');
    const two = join(
      at.home.secrets.folder,
      (await readdir(at.home.secrets.folder)).find((name) => !one.endsWith(name))!,
    );
    await writeFile(two, text);
    await expect(store.get('TWO')).rejects.toMatchObject(unavailable('does not open'));
    await writeFile(two, JSON.stringify({ ...sealed, name: 'TWO' }));
    await expect(store.get('TWO')).rejects.toMatchObject(unavailable('does not open'));
  });

  it('takes its key from LUKA_SECRET_KEY, and writes none then', async () => {
    await using at = await bench();
    const key = Buffer.alloc(32, 7);
    const hex = await at.open({ ...env, LUKA_SECRET_KEY: key.toString('hex') });
    await hex.set('TOKEN', 'value');
    expect(await (await at.open({ ...env, LUKA_SECRET_KEY: key.toString('base64') })).get('TOKEN')).toBe(
      'value',
    );
    await expect(stat(at.home.secrets.key)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect((await at.open(env)).get('TOKEN')).rejects.toMatchObject(
      unavailable('the key of the secrets is gone'),
    );
    const bad = await at.open({ ...env, LUKA_SECRET_KEY: 'too short' });
    await expect(bad.get('TOKEN')).rejects.toMatchObject(unavailable('LUKA_SECRET_KEY is no key'));
  });

  it('believes no file that others may touch, and no link', async () => {
    await using at = await bench();
    const store = await at.open(env);
    await store.set('TOKEN', 'value');
    const file = await only(at.home);
    await chmod(file, 0o640);
    await expect(store.get('TOKEN')).rejects.toMatchObject(unavailable('mode 0640'));
    await chmod(file, 0o600);
    await chmod(at.home.secrets.key, 0o604);
    await expect(store.get('TOKEN')).rejects.toMatchObject(unavailable('mode 0604'));
    await chmod(at.home.secrets.key, 0o600);
    await rename(at.home.secrets.key, `${at.home.secrets.key}.real`);
    await symlink(`${at.home.secrets.key}.real`, at.home.secrets.key);
    await expect(store.get('TOKEN')).rejects.toMatchObject(unavailable('symbolic link'));
  });

  it('is made once where several begin at the same time', async () => {
    await using at = await bench();
    const names = Array.from({ length: 8 }, (_, index) => `NAME${index}`);
    await Promise.all(names.map(async (name) => (await at.open(env)).set(name, `value of ${name}`)));
    const store = await at.open(env);
    expect(await Promise.all(names.map((name) => store.get(name)))).toEqual(
      names.map((name) => `value of ${name}`),
    );
  });
});

describe('which store', { timeout: 60_000 }, () => {
  it('is the one that works here and now, else encrypted files', async () => {
    await using at = await bench();
    expect((await at.open({}, 'darwin')).kind).toBe('keychain');
    expect((await at.open({}, 'linux')).kind).toBe('secret-tool');
    expect((await at.open({}, 'freebsd')).kind).toBe('file');
    await at.security.set({ mode: 'locked' });
    await at.secretTool.set({ mode: 'gone' });
    expect((await at.open({}, 'darwin')).kind).toBe('file');
    expect((await at.open({}, 'linux')).kind).toBe('file');
    await expect(at.open({ LUKA_SECRET_STORE: 'vault' })).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      remedy: expect.stringContaining('keychain, secret-tool, file') as string,
    });
  });

  it('stays the one that secrets are in', async () => {
    await using at = await bench();
    await (await at.open({}, 'darwin')).set('TOKEN', 'value');
    await at.security.set({ mode: 'locked' });
    const locked = await at.open({}, 'darwin');
    expect(locked.kind).toBe('keychain');
    await expect(locked.get('TOKEN')).rejects.toMatchObject({ code: 'secret_store_unavailable' });
    await using other = await bench();
    await other.secretTool.set({ mode: 'gone' });
    await (await other.open({}, 'linux')).set('TOKEN', 'value');
    const { mode: _mode, ...working } = await other.secretTool.state();
    await other.secretTool.set({ ...working, mode: undefined as never });
    expect(await (await other.open({}, 'linux')).get('TOKEN')).toBe('value');
  });

  it('is told where the list of names is damaged', async () => {
    await using at = await bench();
    await writeFile(at.home.secrets.names, '{"store":"keychain","names":["../x"]}', { mode: 0o600 });
    await expect(at.open()).rejects.toMatchObject({ code: 'secret_store_unavailable' });
  });
});
