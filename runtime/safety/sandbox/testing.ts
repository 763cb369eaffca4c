/** A person's home and Luka's for tests of confinement, outside of /tmp, which is private to every confined step anyway. */
import { spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Argv, Sandbox, SandboxRequest } from './sandbox.ts';

export interface Said {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Bed extends AsyncDisposable {
  readonly root: string;
  /** The person's home: secrets, shell files, and `proj`, which is granted. */
  readonly person: string;
  readonly luka: string;
  readonly request: SandboxRequest;
  /** A shell line, confined; `uid` runs it as a plain user. */
  sh(script: string, change?: Partial<SandboxRequest>): Promise<Said>;
  argv(argv: Argv, change?: Partial<SandboxRequest>): Promise<Said>;
  wrap(argv: Argv, change?: Partial<SandboxRequest>): Promise<Argv>;
  /** Those of the shell lines that end well, each tried from the person's home on its own. */
  thatWork(lines: readonly string[], change?: Partial<SandboxRequest>): Promise<string[]>;
}

const PERSON_FILES = [
  '.ssh/id_ed25519',
  '.aws/credentials',
  '.netrc',
  '.docker/config.json',
  '.config/gh/hosts.yml',
  '.config/other/settings',
  '.bashrc',
  '.profile',
  '.local/share/systemd/user/own.service',
  'proj/notes.txt',
  'other/notes.txt',
];
const LUKA_FILES = [
  'token',
  'luka.db',
  'policy.yaml',
  'tasks/a.yaml',
  'modules/m.mjs',
  'queue/inbox/x.json',
  'reports/r',
  'logs/0/1/1.out',
  'scratch/2/secret',
];

export async function makeBed(sandbox: Sandbox, uid?: number): Promise<Bed> {
  const root = await mkdtemp(join(await realpath('/var/tmp'), 'luka-bed-'));
  const person = join(root, 'person');
  const luka = join(root, 'luka');
  const files = [
    ...PERSON_FILES.map((file) => join(person, file)),
    ...LUKA_FILES.map((file) => join(luka, file)),
    join(luka, 'scratch/1/outputs'),
  ];
  for (const file of files) {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, 'original\n');
  }
  if (uid !== undefined) await giveTo(root, uid);
  const request: SandboxRequest = {
    level: 'paths',
    writable: [join(person, 'proj')],
    readable: [],
    files: [join(luka, 'scratch/1/outputs')],
    scratch: join(luka, 'scratch/1'),
    cwd: join(person, 'proj'),
    personHome: person,
    lukaHome: luka,
    // These tests may lie in /tmp, which is another one inside.
    lukaReadable: [join(luka, 'modules'), process.execPath],
    network: true,
  };
  const wrap: Bed['wrap'] = async (argv, change = {}) => {
    const wrapped = await sandbox.wrap(argv, { ...request, ...change });
    if (uid !== undefined) await giveTo(request.scratch, uid);
    return wrapped.argv;
  };
  const argv: Bed['argv'] = async (argv, change) => run(await wrap(argv, change), person, uid);
  return {
    root,
    person,
    luka,
    request,
    argv,
    wrap,
    sh: (script, change) => argv(['/bin/sh', '-c', script], change),
    thatWork: async (lines, change) => {
      const each = 'for line; do (cd && /bin/sh -c "$line") > /dev/null 2>&1 && echo "$line"; done; exit 42';
      const { code, out, err } = await argv(['/bin/sh', '-c', each, 'sh', ...lines], change);
      if (code !== 42) throw new Error(`nothing was tried: ${err}`);
      return out.split('\n').filter(Boolean);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

export function run(
  [program, ...args]: readonly [string, ...string[]],
  home: string,
  uid?: number,
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, SSH_AUTH_SOCK: '/run/agent', LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

async function giveTo(folder: string, uid: number): Promise<void> {
  await chown(folder, uid, uid);
  for (const name of await readdir(folder, { recursive: true })) await chown(join(folder, name), uid, uid);
}
