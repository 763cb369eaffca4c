import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { link, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { signal } from '../../runs/processes/signal.ts';
import { findSandbox } from './find-sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { tryConfinedSwaps } from './swap-trial.ts';
import { makeBed, run } from './testing.ts';

const found: Sandbox | { reason: string } =
  process.platform === 'linux' ? await findSandbox() : { reason: 'bubblewrap is of Linux' };
const reason = 'reason' in found ? found.reason : '';
if (reason) process.stderr.write(`not confined for real: ${reason}\n`);
const sandbox = found as Sandbox;

/** Where the tests run as root, the same as a plain user. */
const WHO: [string, number | undefined][] = [
  ['whoever runs this', undefined],
  ...(process.getuid?.() === 0 ? [['a plain user', 12_345] as [string, number]] : []),
];

describe.skipIf(reason).each(WHO)('a confined step of %s', (_, uid) => {
  const bed = () => makeBed(sandbox, uid);

  it('does its work: reads the system, writes where it is granted, in its scratch and its tmp', async () => {
    await using b = await bed();
    const said = await b.sh(`
      set -e
      pwd; cat ~/other/notes.txt; head -c 4 /usr/bin/env > /dev/null
      echo new > made.txt; mkdir -p a/b; mv made.txt a/b; echo more >> notes.txt
      echo x > "$TMPDIR/t"; echo y > /tmp/u; cat /tmp/t
      echo z > ${b.request.scratch}/own; echo k=v >> ${b.request.scratch}/outputs
      echo all > /dev/null; echo said >&2`);
    expect(said).toEqual({ code: 0, signal: null, out: `${b.person}/proj\noriginal\nx\n`, err: 'said\n' });
    expect(await readFile(join(b.person, 'proj/a/b/made.txt'), 'utf8')).toBe('new\n');
    expect(await readFile(join(b.request.scratch, 'tmp/u'), 'utf8')).toBe('y\n');
    expect(await readFile(join(b.request.scratch, 'outputs'), 'utf8')).toBe('original\nk=v\n');
    expect(existsSync('/tmp/u')).toBe(false);
  });

  it.each(['paths', 'paths+no-network', 'read-only'] as const)('writes nowhere else at %s', async (level) => {
    await using b = await bed();
    const places = [
      '/etc/luka-x',
      '/usr/luka-x',
      '/var/tmp/luka-x',
      '/luka-x',
      '/run/luka-x',
      '/home/luka-x',
      '~/x',
      '~/other/x',
      '~/other/notes.txt',
      '~/.bashrc',
      '~/.ssh/authorized_keys',
      '~/.netrc',
      '~/.config/autostart/x.desktop',
      `${b.root}/x`,
      ...(level === 'read-only' ? ['~/proj/x', '~/proj/notes.txt'] : []),
    ];
    const lines = places.map((place) => `mkdir -p "$(dirname ${place})"; echo pwned > ${place}`);
    expect(await b.thatWork(lines, { level })).toEqual([]);
    expect(await readFile(join(b.person, '.bashrc'), 'utf8')).toBe('original\n');
    expect(existsSync(join(b.person, '.config/autostart'))).toBe(false);
    const fine = await b.sh('echo x > $TMPDIR/x && echo y >> ../../luka/scratch/1/outputs', { level });
    expect(fine.code).toBe(0);
  });

  it('sees no secret of the person, and lists none', async () => {
    await using b = await bed();
    const said = await b.sh(
      'cd; cat .ssh/id_ed25519 .aws/credentials .netrc .docker/config.json .config/gh/hosts.yml',
    );
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(await b.sh('ls ~/.ssh')).toMatchObject({ out: '' });
    expect(await b.sh('grep -r original ~/.ssh ~/.aws ~/.netrc')).toMatchObject({ out: '' });
    expect(await b.sh('cat ~/.config/other/settings')).toMatchObject({ code: 0, out: 'original\n' });
    expect(await b.sh('cat /etc/shadow')).toMatchObject({ out: '' });
  });

  it('sees a secret that is granted, only that, and writes none that is granted for reading', async () => {
    await using b = await bed();
    const readable = [join(b.person, '.ssh/id_ed25519'), join(b.person, '.netrc')];
    const said = await b.sh('cd; cat .ssh/id_ed25519 .netrc; cat .aws/credentials; echo x > .netrc', {
      readable,
    });
    expect(said).toMatchObject({ out: 'original\noriginal\n' });
    expect(await readFile(join(b.person, '.netrc'), 'utf8')).toBe('original\n');
    // A grant of everything around it is no grant of the secret.
    const around = await b.sh('cat ~/.aws/credentials', { readable: [b.person] });
    expect(around.out).toBe('');
    const writable = [join(b.person, '.aws')];
    expect(await b.sh('echo new > ~/.aws/credentials', { writable })).toMatchObject({ code: 0 });
    expect(await readFile(join(b.person, '.aws/credentials'), 'utf8')).toBe('new\n');
  });

  it("sees of Luka's home only what is named, and changes nothing there", async () => {
    await using b = await bed();
    const said = await b.sh(`cd ${b.luka}
      cat token luka.db policy.yaml tasks/a.yaml queue/inbox/x.json logs/0/1/1.out scratch/2/secret
      ls . logs scratch; cat modules/m.mjs`);
    expect(said.out).toBe('scratch:\n1\noriginal\n');
    const places = [
      'tasks/a.yaml',
      'tasks/new',
      'modules/m.mjs',
      'policy.yaml',
      'queue/inbox/y.json',
      'token',
      'new',
    ];
    const lines = places.map((place) => `cd ${b.luka}; mkdir -p tasks queue/inbox; echo pwned > ${place}`);
    for (const writable of [[b.person], [b.root]]) expect(await b.thatWork(lines, { writable })).toEqual([]);
    expect(await readFile(join(b.luka, 'modules/m.mjs'), 'utf8')).toBe('original\n');
    expect(existsSync(join(b.luka, 'queue/inbox/y.json'))).toBe(false);
  });

  it("is not given what lies in Luka's home, in /proc or in /dev, whatever the grant says", async () => {
    await using b = await bed();
    for (const path of [b.luka, join(b.luka, 'tasks')]) {
      await expect(b.sh(':', { writable: [path] })).rejects.toMatchObject({ code: 'path_outside' });
      await expect(b.sh(':', { readable: [path] })).rejects.toMatchObject({ code: 'path_outside' });
    }
    await expect(b.sh(':', { writable: ['/proc/sys'] })).rejects.toMatchObject({ code: 'path_invalid' });
    const lukaGrantable = [join(b.luka, 'reports')];
    const said = await b.sh(`echo x > ${b.luka}/reports/r`, { writable: lukaGrantable, lukaGrantable });
    expect(said).toMatchObject({ code: 0 });
  });

  it('keeps what starts by itself as it is in a granted home, however it goes about it', async () => {
    await using b = await bed();
    await symlink(join(b.person, 'other/notes.txt'), join(b.person, '.zshrc'));
    const writable = [b.person];
    const tries = [
      'echo pwned >> .bashrc',
      'rm -f .bashrc',
      'mv .bashrc x',
      'echo pwned > .bash_profile',
      'echo pwned > .zshenv',
      'ln -s proj/notes.txt .bash_login',
      'mkdir -p .config/autostart && echo pwned > .config/autostart/x',
      'mv .config c2 && mkdir -p .config/autostart',
      'mv .local l2',
      'mv .local/share s2 && mkdir -p .local/share/systemd/user && echo pwned > .local/share/systemd/user/x',
      'echo pwned > .local/share/systemd/user/x.service',
      'rm .zshrc && echo pwned > .zshrc',
      'echo pwned >> .zshrc',
      'mkdir -p .ssh && echo pwned > .ssh/authorized_keys',
      'mv .ssh s2',
      `mv ${b.person} ${b.root}/p2`,
    ];
    expect(await b.thatWork(tries, { writable })).toEqual([]);
    expect(
      await b.sh('cd && echo x > other/new && echo y >> proj/notes.txt && echo z > .config/other/settings', {
        writable,
      }),
    ).toMatchObject({ code: 0 });
    // The link's target is the shell's file as much as the link is.
    expect(await readFile(join(b.person, 'other/notes.txt'), 'utf8')).toBe('original\n');
    expect(
      await b.sh('echo "alias a=b" > ~/.bashrc', { writable: [b.person, join(b.person, '.bashrc')] }),
    ).toMatchObject({ code: 0 });
  });

  it('gets out by no link and no mount', async () => {
    await using b = await bed();
    await symlink(join(b.person, 'other'), join(b.person, 'proj/out'));
    await symlink(join(b.person, '.ssh'), join(b.person, 'proj/keys'));
    const tries = [
      'echo pwned > out/notes.txt',
      'cat keys/id_ed25519',
      'ln ../other/notes.txt hard && echo pwned > hard',
      'ln ../.netrc hard2 && cat hard2',
      'umount ~/.ssh && cat ~/.ssh/id_ed25519',
      'umount -l ~/.ssh && cat ~/.ssh/id_ed25519',
      'mount -o remount,rw / && echo pwned > ~/other/notes.txt',
      'mount -o remount,rw,bind / && echo pwned > ~/other/notes.txt',
      'unshare -Urm umount ~/.ssh',
      'unshare -Urm mount -o remount,bind,rw /',
      'unshare -Ur id',
      'mkdir m; mount --bind / m && cat m/$HOME/.ssh/id_ed25519',
      'mkdir n; mount -t tmpfs none n',
      'mknod disk b 254 0',
      'chroot / /bin/sh -c id',
      'echo 1 > /proc/sys/kernel/sysrq',
      'echo c > /proc/sysrq-trigger',
      'echo pwned > /sys/kernel/uevent_helper',
      'cat /proc/1/root/$HOME/.ssh/id_ed25519',
      'nsenter -t 1 -m cat ~/.ssh/id_ed25519',
      'su -c id nobody',
    ];
    expect(await b.thatWork(tries.map((line) => `cd proj && ${line}`))).toEqual([]);
    expect(await readFile(join(b.person, 'other/notes.txt'), 'utf8')).toBe('original\n');
  });

  it('writes through a hard link that was there before: nothing but the guard of paths can know', async () => {
    await using b = await bed();
    await link(join(b.person, 'other/notes.txt'), join(b.person, 'proj/same'));
    expect(await b.sh('echo x > same')).toMatchObject({ code: 0 });
  });

  it('does not know other processes, and cannot touch them', async () => {
    await using b = await bed();
    const other = spawn('sleep', ['300'], {
      stdio: 'ignore',
      env: { SECRET: 'of-luka' },
      ...(uid === undefined ? {} : { uid }),
    });
    try {
      const { out, code } = await b.sh(`ls -d /proc/${other.pid} /proc/${process.pid}; kill -KILL ${other.pid}
        cat /proc/*/environ | tr '\\0' '\\n' | grep of-luka; ls /proc | grep -c '^[0-9]'; kill -KILL -1 2>/dev/null; exit 3`);
      expect([code, Number(out.trim()) < 10]).toEqual([3, true]);
      expect(other.exitCode).toBeNull();
      expect(signal(other.pid!, 0)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('has no network where it has none, and none of the sockets that do things for others', async () => {
    await using b = await bed();
    const server = createServer((socket) => socket.end('hello\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const ask = `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`;
    const bash = (change: object) => b.argv(['/bin/bash', '-c', ask], change);
    expect(await bash({})).toMatchObject({ code: 0, out: 'hello\n' });
    for (const change of [{ network: false }, { level: 'paths+no-network' }, { level: 'read-only' }])
      expect(await bash(change)).toMatchObject({ code: 1, out: '' });
    server.close();
    expect((await b.sh('ls -A /run; env')).out).not.toMatch(/docker|dbus|user|SSH_AUTH_SOCK/);
  });

  it('has no terminal, an empty stdin and only devices that are harmless', async () => {
    await using b = await bed();
    expect(await b.sh('cat; ls /dev; exec 3<>/dev/tty')).toMatchObject({
      code: 2,
      out: expect.not.stringMatching(/sd|vd|nvme|mem|kmsg/) as string,
    });
  });

  it.each([
    ['exit 0', 0],
    ['exit 7', 7],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
    ['exec no-such-program', 127],
  ] as const)('ends as the program does: %s', async (line, code) => {
    await using b = await bed();
    expect(await b.sh(line)).toMatchObject({ code, signal: null });
  });

  it('passes words on as they are', async () => {
    await using b = await bed();
    const words = ['', 'a  b', `'"$HOME"' $(x)`, '*', '--', '-x', '--bind', 'a=b', 'ภาษา'];
    const said = await b.argv(['/usr/bin/printf', '[%s]', ...words]);
    expect(said.out).toBe(words.map((word) => `[${word}]`).join(''));
    await writeFile(join(b.person, 'proj/a=b'), '#!/bin/sh\necho $1\n', { mode: 0o755 });
    expect((await b.argv(['./a=b', 'hi'])).out).toBe('hi\n');
    expect((await b.argv(['no-such-program'])).code).toBe(127);
  });

  it('runs where nothing that is granted is there, or is a file, or is /tmp', async () => {
    await using b = await bed();
    const writable = [join(b.person, 'nowhere'), join(b.person, 'other/notes.txt')];
    expect(await b.sh('echo x > ../other/notes.txt; echo y > ../nowhere/x', { writable })).toMatchObject({
      code: 2,
    });
    expect(await readFile(join(b.person, 'other/notes.txt'), 'utf8')).toBe('x\n');
    expect(existsSync(join(b.person, 'nowhere'))).toBe(false);
    const name = `/tmp/luka-bed-${process.pid}-${uid ?? 'own'}`;
    expect(
      await b.sh(`echo x > ${name} && rm ${name} && pwd`, { writable: ['/tmp'], cwd: '/tmp' }),
    ).toMatchObject({ code: 0, out: '/tmp\n' });
  });

  it('does not start where a granted folder was swapped after it was granted', async () => {
    await using b = await bed();
    const proj = join(b.person, 'proj');
    // Between the wrapping and the start.
    const argv = await b.wrap(['/bin/sh', '-c', 'echo started; echo pwned > x']);
    await rename(proj, join(b.person, 'aside'));
    await rename(join(b.person, 'other'), proj);
    expect(await run(argv, b.person, uid)).toEqual({
      code: 126,
      signal: null,
      out: '',
      err: `path_changed: ${proj} is not what was granted\n`,
    });
    await rename(proj, join(b.person, 'other'));
    await symlink(join(b.person, 'other'), proj);
    expect(await run(argv, b.person, uid)).toMatchObject({
      code: expect.toSatisfy(isFailure) as number,
      out: '',
    });
    expect(existsSync(join(b.person, 'other/x'))).toBe(false);
    // Before it: a link grants nothing.
    await expect(b.sh(':')).rejects.toMatchObject({ code: 'path_changed' });
  });

  it('lets signals reach the program, waits for its answer, and dies as a whole', async () => {
    await using b = await bed();
    const start = async (script: string) => {
      const argv = await b.wrap(['/bin/bash', '-c', script]);
      const child = spawn(argv[0], argv.slice(1), {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
        ...(uid === undefined ? {} : { uid, gid: uid }),
      });
      await once(child.stdout, 'data');
      return child;
    };
    const polite = await start('trap "exit 5" TERM; echo ready; while :; do sleep 0.02; done');
    expect(await ended(polite, 'SIGTERM')).toEqual([5, null]);
    const plain = await start('echo ready; exec sleep 300');
    expect(await ended(plain, 'SIGTERM')).toEqual([143, null]);

    const stubborn = await start(
      'trap "" TERM; (setsid nohup env -i sleep 4242 > /dev/null 2>&1 < /dev/null &) ; sleep 0.2; echo ready; sleep 300',
    );
    expect(await ended(stubborn, 'SIGKILL')).toEqual([null, 'SIGKILL']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await run(['/bin/sh', '-c', 'ps ax | grep "[s]leep 4242"'], '/')).out).toBe('');
  });
});

it.skipIf(reason)(
  'writes nothing outside while a folder is swapped with a link 2,000 times',
  { timeout: 120_000 },
  async () => {
    const trial = await tryConfinedSwaps(sandbox, 2_000);
    expect(trial).toMatchObject({ swaps: 2_000, outside: [] });
    expect(trial.written).toBeGreaterThan(0);
    expect(trial.refused).toBeGreaterThan(0);
  },
);

it('says why there is none', async () => {
  await using folder = await temporaryFolder();
  const program = join(folder.path, 'bwrap');
  await writeFile(program, '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n', {
    mode: 0o755,
  });
  expect(await findSandbox({ platform: 'linux', program })).toEqual({
    reason: 'bubblewrap does not work here: bwrap: setting up uid map: Permission denied',
  });
  // One that confines nothing, and lets nothing be written either.
  await writeFile(program, '#!/bin/sh\nexit 0\n');
  expect(await findSandbox({ platform: 'linux', program })).toEqual({
    reason: 'bubblewrap does not let anything be written',
  });
});

const isFailure = (code: number) => code !== 0;

async function ended(child: ChildProcess, name: NodeJS.Signals): Promise<unknown[]> {
  const exit = once(child, 'exit');
  signal(-child.pid!, name);
  return exit;
}
